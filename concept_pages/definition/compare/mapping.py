"""Options of an answer that are replaced by others, as a release declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..elements import CHOICES, AnswerType, Field, Question


def with_options(value: Any, field: Field, options: Mapping[str, str]) -> Any:
    """Return an answer with options replaced as declared, in lists, tables and matrices too.

    Only what was chosen is replaced: a text that happens to read like an option stays.
    """
    if isinstance(field, Question) and field.type is AnswerType.MATRIX and isinstance(value, dict):
        return {row: _replaced(rating, options) for row, rating in value.items()}
    if isinstance(field, Question) and field.type is AnswerType.TABLE and isinstance(value, list):
        return [_row_with_options(row, field, options) for row in value]
    if field.type not in CHOICES:
        return value
    if not isinstance(value, list):
        return _replaced(value, options)
    replaced = [_replaced(item, options) for item in value]
    return [item for n, item in enumerate(replaced) if item not in replaced[:n]]


def merged(value: Any, field: Field, options: Mapping[str, str]) -> Any:
    """Return what of an answer is not told apart any more; None where nothing is.

    Of several choices that the declared options make one, the first stays; a choice that need not
    be replaced comes before all others. The cells of tables come with the key of their preset row.
    """
    if isinstance(field, Question) and field.type is AnswerType.TABLE and isinstance(value, list):
        rows = [_merged_cells(row, field, options) for row in value if isinstance(row, dict)]
        return [row for row in rows if row] or None
    if field.type not in CHOICES or not isinstance(value, list):
        return None
    seen = [item for item in value if _replaced(item, options) == item]
    found = []
    for item in value:
        by = _replaced(item, options)
        if by != item and by in seen:
            found.append(item)
        seen.append(by)
    return found or None


def _merged_cells(
    row: Mapping[str, Any], table: Question, options: Mapping[str, str]
) -> dict[str, Any]:
    cells = {
        column.key: merged(row[column.key], column, options)
        for column in table.columns
        if column.key in row
    }
    found = {key: cell for key, cell in cells.items() if cell is not None}
    return {**({"row": row["row"]} if "row" in row else {}), **found} if found else {}


def _row_with_options(row: Any, table: Question, options: Mapping[str, str]) -> Any:
    if not isinstance(row, dict):
        return row
    columns = {column.key: column for column in table.columns}
    return {
        key: with_options(cell, columns[key], options) if key in columns else cell
        for key, cell in row.items()
    }


def _replaced(chosen: Any, options: Mapping[str, str]) -> Any:
    return options.get(chosen, chosen) if isinstance(chosen, str) else chosen
