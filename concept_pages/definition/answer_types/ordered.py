"""Answers with an order: numbers, dates, months, times and durations; and yes or no."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from ..elements import AnswerType, Field, Text
from ..problems import Message, gettext_noop
from ..quantities import quantity
from ..wording import NO, YES, say_number, say_quantity
from .context import MISFIT, Context, Speech

_EXPECTED = {
    AnswerType.INTEGER: Message(gettext_noop("Enter a whole number in digits.")),
    AnswerType.NUMBER: Message(gettext_noop("Enter a number in digits.")),
    AnswerType.DATE: Message(gettext_noop("Enter a day that exists in the calendar.")),
    AnswerType.MONTH: Message(gettext_noop("Enter a month and a year.")),
    AnswerType.TIME: Message(
        gettext_noop("Enter a time of day from 00:00 to 23:59, such as 08:30.")
    ),
    AnswerType.DURATION: Message(
        gettext_noop("Enter a duration as hours and minutes, such as 04:30 or 100:00.")
    ),
}


def check_yes_no(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that an answer is true or false."""
    if not isinstance(value, bool):
        yield MISFIT


def check_ordered(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that an answer is of its type, and between its bounds."""
    at = quantity(field.type, value)
    if at is None or not _exists(field.type, value):
        yield _EXPECTED[field.type]
        return
    low, high = quantity(field.type, field.min), quantity(field.type, field.max)
    # Quantities of one type are of one kind, which the type system cannot know.
    if low is not None and at < low:  # type: ignore[operator]
        yield Message(
            gettext_noop("The value is too small; the smallest one allowed is %(limit)s."),
            {"limit": _with_unit(field, field.min)},
        )
    if high is not None and at > high:  # type: ignore[operator]
        yield Message(
            gettext_noop("The value is too large; the largest one allowed is %(limit)s."),
            {"limit": _with_unit(field, field.max)},
        )


def _exists(kind: AnswerType, value: Any) -> bool:
    """Return whether a well-formed value is one: a day of the calendar, a whole number."""
    if kind is AnswerType.INTEGER:
        return isinstance(value, int)
    if kind in (AnswerType.DATE, AnswerType.MONTH):
        try:
            datetime.date.fromisoformat(value if kind is AnswerType.DATE else f"{value}-01")
        except ValueError:
            return False
    return True


def _with_unit(field: Field, value: Any) -> Text:
    said = say_quantity(field.type, value)
    if not field.unit:
        return said
    return Text(*(f"{said.say(lang)} {field.unit.say(lang)}" for lang in ("de", "en")))


def say_yes_no(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return Ja or Nein, Yes or No."""
    return [(YES if value else NO).say(speech.language)] if isinstance(value, bool) else []


def say_ordered(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return a quantity in the words of the language, with its unit."""
    is_number = field.type in (AnswerType.INTEGER, AnswerType.NUMBER)
    if say_number(value) is None if is_number else not isinstance(value, str):
        return []
    return [_with_unit(field, value).say(speech.language)]
