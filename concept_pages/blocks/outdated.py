"""A form that was loaded before its questions changed: what the person really typed into it.

Such a form posts every answer as it was before an upgrade. Only what differs from the fingerprint
that the form was loaded with was typed by the person; everything else must not come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..definition.answer_types import text_of
from ..definition.elements import AnswerType, Definition, Question, Text
from ..definition.keys import is_own
from .compiler import PREFIX, CompiledForm
from .merging import Fingerprints, fingerprint
from .own_fields import OWN, reshaped
from .values import Answers
from .widgets import widget_for

LABEL_FIELD, TEXT_FIELD = "unplaced_label", "unplaced_text"
"""How texts without a question are posted, so that they stay while the page is shown again."""


@dataclass(frozen=True)
class Unplaced:
    """What was typed into a question that is gone or asks otherwise by now; to be copied."""

    label: str
    text: str


@dataclass(frozen=True)
class Typed:
    """What a person typed into an outdated form: by question as it is now, and the rest."""

    answers: Answers
    unplaced: tuple[Unplaced, ...]


def typed_into(
    posted: Mapping[str, Any], base: Fingerprints, now: CompiledForm, before: Definition | None
) -> Typed:
    """Return what was typed into a form that was loaded with `base`.

    `before` is the template that the form was loaded for. Without it, no answer to a question of
    the template can be read for sure, so that all of them are among the texts to copy.
    """
    changed = {
        key: text
        for name, text in posted.items()
        if name.startswith(f"{PREFIX}-")
        and _differs(text, base.get(key := name.rsplit("-", 1)[-1], ""), now.definition)
    }
    questions = before.questions if before else {}
    moved_on = reshaped(now.definition, base.get(OWN, ""))
    placed = {
        key
        for key in changed.keys() & now.keys
        if (key not in moved_on if is_own(key) else _reads_alike(questions.get(key), now, key))
    }
    return Typed(
        {key: now.read(key, changed[key]) for key in changed if key in placed},
        tuple(
            _said(questions.get(key), text, before or now.definition, now.language)
            for key, text in changed.items()
            if key not in placed and text.strip()
        ),
    )


def _differs(text: str, loaded: str, definition: Definition) -> bool:
    """Return whether a posted text stands for another answer than the form was loaded with.

    The type of the question may not be known any more: a text that any type reads as that answer
    is the one that was loaded.
    """
    for kind in AnswerType:
        widget = widget_for(Question(key="", type=kind, label=Text()), definition, "")
        if fingerprint(widget.read(text)) == loaded:
            return False
    return True


def _reads_alike(before: Question | None, now: CompiledForm, key: str) -> bool:
    """Return whether the field of a question takes what was typed before its template changed."""
    after = now.definition.questions[key]
    if before is None or before.type != after.type or before.multiple != after.multiple:
        return False
    columns = {column.key: column.type for column in after.columns}
    return before.type is not AnswerType.TABLE or all(
        columns.get(column.key) is column.type for column in before.columns
    )


def _said(question: Question | None, text: str, definition: Definition, language: str) -> Unplaced:
    if question is None:
        return Unplaced(_("A question that is not asked any more"), text)
    answer = widget_for(question, definition, language).read(text)
    if not isinstance(answer, str | int | float) or isinstance(answer, bool):
        text = text_of(definition, question, answer, language) or text
    elif question.type is AnswerType.SINGLE_CHOICE:
        text = text_of(definition, question, answer, language) or str(answer)
    return Unplaced(question.label.say(language), text)
