"""What the concept editor says about what is new or changed since the last release."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..definition.compare import Mark
from ..definition.elements import Definition

SEEN_FIELD = "marks_seen"
"""The posted field with the keys of the groups and questions that a person ticked as seen."""

WORDS = {
    "label": pgettext_lazy("a part of a question", "text"),
    "help": pgettext_lazy("a part of a question", "help"),
    "type": gettext_lazy("type"),
    "options": gettext_lazy("options"),
    "rows": gettext_lazy("rows"),
    "columns": gettext_lazy("columns"),
}
"""What a mark calls the parts of a question; `definition.compare.Mark.changed` has the keys."""


def marks_for_browser(
    marks: Mapping[str, Mark], definition: Definition, hidden: Collection[str]
) -> list[dict[str, Any]]:
    """Return the marks of what a person sees from whom some questions are hidden."""
    shown = _seen_by(definition, frozenset(hidden))
    return [
        {
            "key": key,
            "said": say(mark),
            "isNew": mark.is_new,
            "isQuestion": key in definition.questions,
            "parts": list(mark.parts.items()),
        }
        for key, mark in marks.items()
        if key in shown
    ]


def say(mark: Mark) -> str:
    """Return a mark in a few words."""
    if mark.is_new:
        return _("new")
    return _("changed: %(what)s") % {"what": ", ".join(str(WORDS[one]) for one in mark.changed)}


def _seen_by(definition: Definition, hidden: frozenset[str]) -> set[str]:
    """Return the keys of the groups and questions that are left where some questions are hidden."""
    return {*(definition.questions.keys() - hidden), *_groups_left(definition, hidden)}


def _groups_left(definition: Definition, hidden: frozenset[str]) -> Iterator[str]:
    for group in definition.walk_groups():
        questions = [question.key for below in group.walk() for question in below.questions]
        if not questions or not hidden.issuperset(questions):
            yield group.key
