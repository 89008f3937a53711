"""How changes of a template are said to people who do not know its format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..blocks.question_blocks import FACES
from ..definition.compare.changes import Change, ChangeKind
from ..definition.elements import AnswerType


def say_change(change: Change, language: str = "") -> str:
    """Return a change as a sentence in the active language, types by the names authors know."""
    message = change.message
    if change.kind is ChangeKind.TYPE:
        values = {name: _type_name(value) for name, value in message.values.items()}
        message = replace(message, values=values)
    return message.say(_, language or (get_language() or "de")[:2])


def _type_name(value: Any) -> Any:
    return str(FACES[AnswerType(value)][0]) if value in list(AnswerType) else value
