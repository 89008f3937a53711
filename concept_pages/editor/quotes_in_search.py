"""A quotation mark in Wagtail's search is a sign like others, on SQLite too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection


def escape_quotes() -> None:
    """Double the quotation marks of a word before it is quoted; Wagtail's search leaves that out.

    Without it SQLite cannot read the search, and the explorer and the choosers fail.
    """
    if connection.vendor == "sqlite":
        # The module asks for a table that only SQLite has.
        from modelsearch.backends.database.sqlite.query import Lexeme  # noqa: PLC0415

        Lexeme.as_sql = _escaping(Lexeme.as_sql)


def _escaping(written: Callable[..., Any]) -> Callable[..., Any]:
    """Return what writes a word of a search."""

    def as_sql(word: Any, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        template, params = written(word, compiler, connection)
        return template, [param.replace('"', '""') for param in params]

    return as_sql
