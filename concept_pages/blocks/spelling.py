"""Dates, times and numbers: as a person types them, and as the template format spells them.

What cannot be read is handed back as it was typed. It is stored, named at the field as implausible,
and never lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ..definition.elements import AnswerType

Answer = str | int | float

# What neither JSON in PostgreSQL nor UTF-8 can hold; nobody types it, broken programs paste it.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TIME = re.compile(r"(\d{1,3})\s*(?:[:.h]\s*)?(\d{2})")
_INTEGER = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")
_MONTH_FORMATS = ("%Y-%m", "%m.%Y", "%m/%Y")


@dataclass(frozen=True)
class Spelling:
    """How answers of one type are read and said; `say` takes the language of the screen."""

    read: Callable[[str], Answer]
    say: Callable[[str, str], str]


def tidy(text: str) -> str:
    """Return a text with plain line breaks, without white space around it, that can be stored."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n")).strip()


def _parsed(text: str, formats: tuple[str, ...]) -> date | None:
    for wanted in formats:
        try:
            return datetime.strptime(text, wanted).date()
        except ValueError:
            continue
    return None


def _read_date(text: str) -> str:
    found = _parsed(text, _DATE_FORMATS)
    return found.isoformat() if found else text


def _say_date(text: str, language: str) -> str:
    found = _parsed(text, ("%Y-%m-%d",))
    return f"{found:%d.%m.%Y}" if found and language == "de" else text


def _read_month(text: str) -> str:
    found = _parsed(text, _MONTH_FORMATS)
    return f"{found:%Y-%m}" if found else text


def _say_month(text: str, language: str) -> str:
    found = _parsed(text, ("%Y-%m",))
    return f"{found:%m.%Y}" if found and language == "de" else text


def _read_time(text: str) -> str:
    found = _TIME.fullmatch(text)
    return f"{int(found[1]):02}:{found[2]}" if found else text


def _read_integer(text: str) -> Answer:
    return int(text) if _INTEGER.fullmatch(text) and len(text) < 20 else text


def _read_number(text: str) -> Answer:
    if not _NUMBER.fullmatch(text) or len(text) > 30:
        return text
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _say_number(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "de" and _NUMBER.fullmatch(text) else text


def _same(text: str) -> str:
    return text


def _unchanged(text: str, _language: str) -> str:
    return text


AS_TYPED = Spelling(_same, _unchanged)

SPELLINGS: dict[AnswerType, Spelling] = {
    AnswerType.DATE: Spelling(_read_date, _say_date),
    AnswerType.MONTH: Spelling(_read_month, _say_month),
    AnswerType.TIME: Spelling(_read_time, _unchanged),
    AnswerType.DURATION: Spelling(_read_time, _unchanged),
    AnswerType.INTEGER: Spelling(_read_integer, _unchanged),
    AnswerType.NUMBER: Spelling(_read_number, _say_number),
}
"""The types whose answers are not simply what was typed."""
