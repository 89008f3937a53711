"""Answers as quantities: what `gt` and `lt` compare, and what `min` and `max` bound."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from .elements import AnswerType

Quantity = float | str
"""A number, the minutes of a time or duration, or a date or month in ISO form."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DURATION = re.compile(r"([0-9]{2,3}):([0-5][0-9])")


def number(value: object) -> float | None:
    """Return a finite number, or None; true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _shaped(pattern: re.Pattern[str]) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        return value if isinstance(value, str) and pattern.fullmatch(value) else None

    return read


def _minutes(pattern: re.Pattern[str]) -> Callable[[object], float | None]:
    def read(value: object) -> float | None:
        found = pattern.fullmatch(value) if isinstance(value, str) else None
        return float(int(found[1]) * 60 + int(found[2])) if found else None

    return read


QUANTITIES: dict[AnswerType, Callable[[object], Quantity | None]] = {
    AnswerType.INTEGER: number,
    AnswerType.NUMBER: number,
    AnswerType.DATE: _shaped(DATE),
    AnswerType.MONTH: _shaped(MONTH),
    AnswerType.TIME: _minutes(TIME),
    AnswerType.DURATION: _minutes(DURATION),
}
"""The types whose answers have an order, each with its reader."""


def quantity(kind: AnswerType, value: object) -> Quantity | None:
    """Return the answer as something that can be ordered, or None where it is nothing of the sort.

    ISO dates and months order as they are spelled; "100:00" is a longer duration than "20:00".
    """
    read = QUANTITIES.get(kind)
    return read(value) if read else None
