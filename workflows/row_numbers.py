"""The numbers of rows in addresses, filters and hidden fields, which people can type."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BigIntegerField
from django.urls import register_converter
from django.urls.converters import IntConverter

_DIGITS = len(str(BigIntegerField.MAX_BIGINT))


def row_number(said: str) -> int | None:
    """Return the number of a row; None for words, and for what is larger than any row has."""
    if not said.isdecimal() or len(said) > _DIGITS:
        return None
    number = int(said)
    return number if number <= BigIntegerField.MAX_BIGINT else None


def row_numbers(said: Iterable[str]) -> list[int]:
    """Return the numbers of rows among what was said."""
    return [number for one in said if (number := row_number(one)) is not None]


class RowNumber(IntConverter):
    """The number of a row in an address, `<row:…>`; a larger one is an address that is not there.

    SQLite raises an error where it is asked for one.
    """

    def to_python(self, value: str) -> int:
        """Return the number."""
        if (number := row_number(value)) is None:
            raise ValueError(value)
        return number


def register() -> None:
    """Let addresses use it."""
    register_converter(RowNumber, "row")
