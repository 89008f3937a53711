"""Says in words what stands in a line of the audit log; nobody reads raw data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.records.lifecycle import STATE_LABELS
from workflows.states import State

from ...actions.seeing import BY_HAND, RIGHT_GONE, SIGNED_OUT, TIME_OVER
from ...documents.formats import FORMATS
from ...queries.happenings import MOVES

TOPICS = {
    "login": gettext_lazy("Signing in"),
    "access": gettext_lazy("Refusals and files"),
    "see_as": gettext_lazy("See as somebody else"),
    "role": gettext_lazy("Roles"),
    "assignment": gettext_lazy("Role assignments"),
    "deputy": gettext_lazy("Deputies"),
    "person": gettext_lazy("People"),
    "second_factor": gettext_lazy("Second factor"),
    "directory": gettext_lazy("Directory"),
    "service": gettext_lazy("Services"),
    "audit": gettext_lazy("Audit log"),
    MOVES: gettext_lazy("Concepts and templates"),
}
"""What the part of an event before the point is called."""

_LABELS = {
    "address": gettext_lazy("address"),
    "as": gettext_lazy("seen as"),
    "attachment": gettext_lazy("attachment"),
    "command": gettext_lazy("command"),
    "count": gettext_lazy("number"),
    "document": gettext_lazy("document"),
    "ends_on": gettext_lazy("until"),
    "file": gettext_lazy("file"),
    "filters": gettext_lazy("filters"),
    "format": gettext_lazy("format"),
    "group": gettext_lazy("group"),
    "language": gettext_lazy("language"),
    "method": gettext_lazy("method"),
    "path": gettext_lazy("page address"),
    "place": gettext_lazy("for"),
    "question": gettext_lazy("question"),
    "reason": gettext_lazy("reason"),
    "release": gettext_lazy("version"),
    "rights": gettext_lazy("rights"),
    "role": gettext_lazy("role"),
    "until": gettext_lazy("until"),
    "why": gettext_lazy("ended by"),
}

_WHY = {
    BY_HAND: gettext_lazy("the button"),
    SIGNED_OUT: gettext_lazy("signing out"),
    TIME_OVER: gettext_lazy("the time limit"),
    RIGHT_GONE: gettext_lazy("a missing right"),
}

_UNSAID = frozenset({"page", "person", "document", "attachment"})
"""Numbers that only lead from the line to what it is about."""

_LANGUAGES = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


def sentences(detail: dict[str, Any]) -> Iterator[str]:
    """Yield what else a line says, each as “what: how much”."""
    for key, value in detail.items():
        if key in _UNSAID:
            continue
        if key == "release" and value == "":
            yield _("the draft")
        elif (said := _say(key, value)) != "":
            label = _LABELS.get(key, key.replace("_", " "))
            yield _("%(label)s: %(value)s") % {"label": label, "value": said}


def move_sentences(source: str, target: str, comment: str, number: str) -> Iterator[str]:
    """Yield from where to where a page moved, which version came of it, and the comment."""
    if source != target:
        words = {"source": _state(source), "target": _state(target)}
        yield _("from “%(source)s” to “%(target)s”") % words
    if number:
        yield _("%(label)s: %(value)s") % {"label": _("version"), "value": number}
    if comment:
        yield _("%(label)s: %(value)s") % {"label": _("comment"), "value": comment}


def _state(state: str) -> str:
    return str(STATE_LABELS[State(state)]) if state in set(State) else state


def _say(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(sentences(value))
    if isinstance(value, list):
        return ", ".join(filter(None, (_say(key, one) for one in value)))
    if key == "why":
        return str(_WHY.get(value, value))
    if key == "format" and value in FORMATS:
        return str(FORMATS[value].label)
    if key == "language":
        return str(_LANGUAGES.get(value, value))
    return str(value)
