"""One answer from one type into another, where nothing of it is lost on the way."""

from __future__ import annotations

import re
from typing import Any

from ..answer_types import Context, check, items_of
from ..elements import CHOICES, AnswerType, Definition, Field, Question
from ..quantities import number

_LINES = frozenset({AnswerType.TEXT, AnswerType.LETTERS, AnswerType.EMAIL, AnswerType.URL})
_TEXTS = _LINES | {AnswerType.LONGTEXT, AnswerType.RICHTEXT}
_LISTS = frozenset({AnswerType.IP_LIST, AnswerType.HOSTNAME_LIST})
_STRINGS = _TEXTS | {AnswerType.DATE, AnswerType.MONTH, AnswerType.TIME, AnswerType.DURATION}
_GRIDS = frozenset({AnswerType.TABLE, AnswerType.MATRIX})
# What can be said in words without losing anything that a person would miss.
_SAYABLE = _LISTS | {
    AnswerType.SINGLE_CHOICE,
    AnswerType.MULTIPLE_CHOICE,
    AnswerType.YES_NO,
    AnswerType.INTEGER,
    AnswerType.NUMBER,
}


def retyped(value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition) -> Any:
    """Return an answer in the shape of the new question's type; None where it has none there."""
    if old.type is not new.type:
        return converted(value, old, new, old_in, new_in)
    if old.multiple == new.multiple:
        return value
    if new.multiple:
        return value if isinstance(value, list) else [value]
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return value


def converted(value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition) -> Any:
    """Return the answer as one of the new type; None where that would lose or invent something.

    Only what is plausible as an answer to the new question is returned.
    """
    found = _converted(value, old, new, old_in, new_in)
    if found is None or check(new, found, Context(new_in)):
        return None
    return found


def _converted(value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition) -> Any:
    language = old_in.language_default
    if old.type in _STRINGS and new.type in _STRINGS and isinstance(value, str):
        # A line cannot hold a break; a browser would drop it silently.
        return None if new.type in _LINES and "\n" in value else value
    if old.type in _SAYABLE and new.type in _TEXTS:
        between = ", " if new.type in _LINES else "\n"
        return between.join(items_of(old_in, old, value, language))
    if old.type in _TEXTS and isinstance(value, str):
        return _from_text(value, new, new_in)
    if {old.type, new.type} == {AnswerType.INTEGER, AnswerType.NUMBER}:
        return _as_number(value, new)
    if new.type is AnswerType.MULTIPLE_CHOICE and old.type is AnswerType.SINGLE_CHOICE:
        return [value]
    if new.type is AnswerType.SINGLE_CHOICE and old.type is AnswerType.MULTIPLE_CHOICE:
        return value[0] if isinstance(value, list) and len(value) == 1 else None
    return None


def may_take(old: Field, new: Field, old_in: Definition, new_in: Definition) -> bool:
    """Return whether there can be an answer to one question that `carry_over` keeps as the other's.

    Whether a certain answer is kept is told by `retyped` and `split` alone.
    """
    if old.type is not new.type:
        return _has_way(old.type, new.type)
    if isinstance(old, Question) and isinstance(new, Question) and old.type in _GRIDS:
        shared = {column.key for column in old.columns} & {column.key for column in new.columns}
        return bool(shared)
    if old.type in CHOICES:
        offered = {option.key for option in new_in.options_of(new)}
        same = any(option.key in offered for option in old_in.options_of(old))
        return same or (old.other and new.other)
    return True


def _has_way(old: AnswerType, new: AnswerType) -> bool:
    """Return whether some answers of one type can be put into another, as `_converted` does."""
    return (
        (old in _STRINGS and new in _STRINGS)
        or (old in _SAYABLE and new in _TEXTS)
        or (old in _TEXTS and new in _LISTS | CHOICES | {AnswerType.INTEGER})
        or {old, new} in ({AnswerType.INTEGER, AnswerType.NUMBER}, set(CHOICES))
    )


def _as_number(value: Any, new: Field) -> int | float | None:
    found = number(value)
    if found is None or new.type is AnswerType.NUMBER:
        return value if found is not None else None
    return int(value) if found.is_integer() else None


def _from_text(value: str, new: Field, new_in: Definition) -> Any:
    text = value.strip()
    if new.type in _LISTS:
        return [part for part in re.split(r"[,;\s]+", text) if part]
    if new.type is AnswerType.INTEGER:
        return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None
    if new.type is AnswerType.SINGLE_CHOICE:
        return _choice_named(text, new, new_in)
    if new.type is AnswerType.MULTIPLE_CHOICE:
        choice = _choice_named(text, new, new_in)
        return None if choice is None else [choice]
    return None


def _choice_named(text: str, new: Field, new_in: Definition) -> Any:
    """Return the option that a text names, or the text as an open category where there is one."""
    for option in new_in.options_of(new):
        if text.casefold() in {name.casefold() for name in (option.label.de, option.label.en)}:
            return option.key
    return {"other": text} if new.other else None
