"""One answer into what has a place in a changed question, and what has none."""

from __future__ import annotations

from typing import Any

from ..elements import CHOICES, AnswerType, Definition, Field, Question
from ..emptiness import is_blank, is_empty_row
from .convert import retyped


def split(
    value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition
) -> tuple[Any, Any]:
    """Return what of an answer has a place in the new question, and what has none.

    None stands for nothing. Every bit of the answer is in one of the two.
    """
    if new.type in CHOICES or new.type is AnswerType.REFERENCE_SERVICE:
        return _split_choice(value, old, new, old_in, new_in)
    if isinstance(old, Question) and isinstance(new, Question) and old.type is new.type:
        if new.type is AnswerType.TABLE and isinstance(value, list):
            return _split_table(value, old, new, old_in, new_in)
        if new.type is AnswerType.MATRIX and isinstance(value, dict):
            return _split_matrix(value, old, new)
    return value, None


def _split_choice(
    value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition
) -> tuple[Any, Any]:
    gone = {option.key for option in old_in.options_of(old)} - {
        option.key for option in new_in.options_of(new)
    }

    def has_place(part: Any) -> bool:
        if isinstance(part, dict):
            return new.other
        return not (isinstance(part, str) and part in gone)

    if not isinstance(value, list):
        return (value, None) if has_place(value) else (None, value)
    kept = [part for part in value if has_place(part)]
    left = [part for part in value if not has_place(part)]
    return kept or None, left or None


def _split_matrix(value: dict[str, Any], old: Question, new: Question) -> tuple[Any, Any]:
    rows = _gone(old.rows, new.rows)
    columns = _gone(old.columns, new.columns)

    def has_place(row: str, rating: Any) -> bool:
        return row not in rows and not (isinstance(rating, str) and rating in columns)

    kept = {row: rating for row, rating in value.items() if has_place(row, rating)}
    left = {row: rating for row, rating in value.items() if not has_place(row, rating)}
    return kept or None, left or None


def _gone(old: tuple[Any, ...], new: tuple[Any, ...]) -> set[str]:
    return {item.key for item in old} - {item.key for item in new}


def _split_table(
    value: list[Any], old: Question, new: Question, old_in: Definition, new_in: Definition
) -> tuple[Any, Any]:
    rows = _gone(old.rows, new.rows)
    kept, left = [], []
    for row in value:
        preset = row.get("row") if isinstance(row, dict) else None
        added = preset is None and old.allow_add_rows and not new.allow_add_rows
        if added or (isinstance(preset, str) and preset in rows):
            left.append(row)
        elif not isinstance(row, dict):
            kept.append(row)
        else:
            fits, rest = _split_row(row, old, new, old_in, new_in)
            if rest:
                # The preset's key stays with both halves: it says which row they are of.
                left.append({**({"row": preset} if preset is not None else {}), **rest})
            if not rest or not is_empty_row(fits):
                kept.append(fits)
    if all(is_empty_row(row) for row in kept):
        return (None, value) if left else (value, None)
    return kept, left or None


def _split_row(
    row: dict[str, Any], old: Question, new: Question, old_in: Definition, new_in: Definition
) -> tuple[dict[str, Any], dict[str, Any]]:
    before = {column.key: column for column in old.columns}
    after = {column.key: column for column in new.columns}
    fits: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, cell in row.items():
        if key == "row" or key not in before or is_blank(cell):
            fits[key] = cell
        elif key not in after:
            rest[key] = cell
        else:
            kept, left = _carry_cell(cell, before[key], after[key], old_in, new_in)
            if kept is not None:
                fits[key] = kept
            if left is not None:
                rest[key] = left
    return fits, rest


def _carry_cell(
    cell: Any, old: Field, new: Field, old_in: Definition, new_in: Definition
) -> tuple[Any, Any]:
    fitted = retyped(cell, old, new, old_in, new_in)
    if fitted is None:
        return None, cell
    kept, left = split(fitted, old, new, old_in, new_in)
    return (None, cell) if kept is None else (kept, left)
