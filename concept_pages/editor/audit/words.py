"""Says in words what stands in a line of the audit log; nobody reads raw data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.records.lifecycle import STATE_LABELS
from workflows.states import State

from ...access.rights import RIGHTS
from ...documents.formats import FORMATS
from ...models import AuditEntry
from ...queries.happenings import MOVES
from .labels import (
    DAY_KEYS,
    FILTERS,
    LABELS,
    LIST_KEYS,
    PLACE_KEYS,
    RIGHTS_KEYS,
    ROLE_KEYS,
    WORDS,
)
from .names import Names

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
    "mail": gettext_lazy("Mails"),
    "service": gettext_lazy("Services"),
    "audit": gettext_lazy("Audit log"),
    MOVES: gettext_lazy("Concepts and templates"),
}
"""What the part of an event before the point is called."""

_NOBODY = Names()

_UNSAID = frozenset({"page", "person", "document", "attachment"})
"""Numbers that only lead from the line to what it is about."""


def sentences(detail: dict[str, Any], names: Names = _NOBODY) -> Iterator[str]:
    """Yield what else a line says, each as “what: how much”."""
    yield from _pairs(detail, LABELS, names)


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


def _pairs(detail: dict[str, Any], labels: Any, names: Names) -> Iterator[str]:
    for key, value in detail.items():
        if key in _UNSAID and not isinstance(value, str):
            continue
        if key == "release" and value == "":
            yield _("the draft")
        elif (said := _say(key, value, names)) != "":
            label = labels.get(key, key.replace("_", " "))
            yield _("%(label)s: %(value)s") % {"label": label, "value": said}


def _say(key: str, value: Any, names: Names) -> str:
    if value is None:
        return _("everywhere") if key == "service_group" else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(_pairs(value, FILTERS if key == "filters" else LABELS, names))
    if isinstance(value, list):
        return _say_list(key, value, names)
    return _say_text(key, str(value), names)


def _say_list(key: str, values: list[Any], names: Names) -> str:
    said = [_say(key, one, names) for one in values]
    if len(said) == 2 and key not in LIST_KEYS:
        words = {"source": said[0] or "–", "target": said[1] or "–"}
        return _("from “%(source)s” to “%(target)s”") % words
    return ", ".join(filter(None, said))


def _say_text(key: str, value: str, names: Names) -> str:
    if key in RIGHTS_KEYS and value in RIGHTS:
        return str(RIGHTS[value].label)
    if key in ROLE_KEYS:
        return names.roles.get(value, value)
    if key in PLACE_KEYS:
        return names.places.get(value, value)
    if key in DAY_KEYS:
        return _day(value)
    if key == "format" and value in FORMATS:
        return str(FORMATS[value].label)
    if key == "topic":
        return str(TOPICS.get(value, value))
    if key == "event" and value in AuditEntry.Event:
        return str(AuditEntry.Event(value).label)
    return str(WORDS.get(key, {}).get(value, value))


def _day(value: str) -> str:
    try:
        return date_format(datetime.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:
        return value
