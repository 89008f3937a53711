"""Answers in rows and columns: tables of typed cells, and matrices that rate each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..elements import AnswerType, Column, Question, Text
from ..emptiness import is_blank, is_empty_row
from ..problems import Message, gettext_noop
from .context import MISFIT, Context, Finding, Speech, unspeakable
from .kinds import KINDS

RATING = Text("Einstufung", "Rating")
_EMPTY_CELL = Message(gettext_noop("Please fill in this cell."))
_NOT_RATED = Message(gettext_noop("Please rate this row."))


@dataclass(frozen=True)
class TableText:
    """A table or matrix in words: the header and, row by row, the text of each cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def check_table(question: Question, value: Any, context: Context) -> Iterator[Finding]:
    """Check the cells of the filled rows, and that there are enough of them, but not too many."""
    if not isinstance(value, list | tuple):
        yield Finding(MISFIT)
        return
    filled = [(n, row) for n, row in enumerate(value) if not is_empty_row(row)]
    presets = {row.key for row in question.rows}
    for number, row in filled:
        if not isinstance(row, dict):
            yield Finding(MISFIT, row=number)
            continue
        preset = row.get("row")
        yield from _check_preset(question, presets, preset, number)
        yield from _check_cells(question, row, number, context)
        if isinstance(preset, str):
            # A preset row comes once: the second time it is no preset row that is left.
            presets.discard(preset)
    yield from _check_number_of_rows(question, len(filled))


def _check_preset(
    question: Question, left: set[str], preset: Any, number: int
) -> Iterator[Finding]:
    if preset is None:
        if not question.allow_add_rows:
            yield Finding(
                Message(gettext_noop("Only the given rows can be filled in; remove this one.")),
                row=number,
            )
    elif not isinstance(preset, str):
        yield Finding(MISFIT, row=number)
    elif preset not in left:
        yield Finding(
            Message(
                gettext_noop(
                    "The preset row “%(row)s” does not exist (any more), or is filled in twice."
                ),
                {"row": preset[:100]},
            ),
            row=number,
        )


def _check_cells(
    question: Question, row: dict[Any, Any], number: int, context: Context
) -> Iterator[Finding]:
    known = {"row"}
    for column in question.columns:
        known.add(column.key)
        cell = row.get(column.key)
        if is_blank(cell):
            if column.required and not _named_by_preset(question, column, row):
                yield Finding(_EMPTY_CELL, "missing", number, column.key)
        elif column.type in KINDS:
            for message in KINDS[column.type].check(column, cell, context):
                yield Finding(message, row=number, column=column.key)
    for name, cell in row.items():
        if name not in known and not is_blank(cell):
            yield Finding(
                Message(
                    gettext_noop("The column “%(column)s” does not exist (any more)."),
                    {"column": unspeakable(name)[:100]},
                ),
                row=number,
            )


def _named_by_preset(question: Question, column: Column, row: dict[Any, Any]) -> bool:
    """Return whether an empty cell shows the label of its preset row."""
    return column.key == question.preset_column and not is_blank(row.get("row"))


def is_incomplete(question: Question, value: Any) -> bool:
    """Return whether an answer lacks a required cell or rating, without checking anything else."""
    if question.type is AnswerType.MATRIX:
        if not question.required or not isinstance(value, dict):
            return False
        return any(is_blank(value.get(row.key)) for row in question.rows)
    required = [column for column in question.columns if column.required]
    rows = value if isinstance(value, list | tuple) else ()
    return any(
        is_blank(row.get(column.key)) and not _named_by_preset(question, column, row)
        for row in rows
        if isinstance(row, dict) and not is_empty_row(row)
        for column in required
    )


def _check_number_of_rows(question: Question, count: int) -> Iterator[Finding]:
    if question.min_rows is not None and count < question.min_rows:
        yield Finding(
            Message(
                gettext_noop("Too few rows are filled in: %(count)s of at least %(limit)s."),
                {"count": count, "limit": question.min_rows},
            )
        )
    if question.max_rows is not None and count > question.max_rows:
        yield Finding(
            Message(
                gettext_noop("Too many rows are filled in: %(count)s of at most %(limit)s."),
                {"count": count, "limit": question.max_rows},
            )
        )


def check_matrix(question: Question, value: Any, context: Context) -> Iterator[Finding]:
    """Check that each row is rated by a column; all of them, where the question is required."""
    if not isinstance(value, dict):
        yield Finding(MISFIT)
        return
    rows, columns = question.rows, {column.key for column in question.columns}
    known = {row.key for row in rows}
    for key, rating in value.items():
        if is_blank(rating):
            continue
        if key not in known:
            yield Finding(
                Message(
                    gettext_noop("The row “%(row)s” does not exist (any more)."),
                    {"row": unspeakable(key)[:100]},
                )
            )
        elif not isinstance(rating, str):
            yield Finding(MISFIT, row=key)
        elif rating not in columns:
            yield Finding(
                Message(
                    gettext_noop(
                        "“%(choice)s” is not among the options (any more); please choose again."
                    ),
                    {"choice": rating[:100]},
                ),
                row=key,
            )
    if question.required:
        for row in rows:
            if is_blank(value.get(row.key)):
                yield Finding(_NOT_RATED, "missing", row.key)


# Saying -------------------------------------------------------------------------------------------


def say_rows(speech: Speech, question: Question, value: Any) -> TableText:
    """Return a table with its filled rows, or a matrix with a row per row of the question."""
    if question.type is AnswerType.MATRIX:
        return _say_matrix(speech, question, value)
    header = tuple(column.label.say(speech.language) for column in question.columns)
    rows = value if isinstance(value, list | tuple) else []
    return TableText(
        header,
        tuple(
            _say_row(speech, question, row)
            for row in rows
            if isinstance(row, dict) and not is_empty_row(row)
        ),
    )


def _say_row(speech: Speech, question: Question, row: dict[Any, Any]) -> tuple[str, ...]:
    presets = {preset.key: preset.label for preset in question.rows}
    cells = []
    for column in question.columns:
        cell = row.get(column.key)
        if is_blank(cell) and _named_by_preset(question, column, row):
            preset = row["row"]
            label = presets.get(preset) if isinstance(preset, str) else None
            cells.append(label.say(speech.language) if label else unspeakable(preset))
        elif column.type in KINDS:
            said = KINDS[column.type].say(speech, column, cell)
            cells.append(", ".join(said) or unspeakable(cell))
        else:
            cells.append(unspeakable(cell))
    return tuple(cells)


def _say_matrix(speech: Speech, question: Question, value: Any) -> TableText:
    ratings = value if isinstance(value, dict) else {}
    labels = {column.key: column.label for column in question.columns}
    rows = []
    for row in question.rows:
        rating = ratings.get(row.key)
        label = labels.get(rating) if isinstance(rating, str) else None
        said = label.say(speech.language) if label else unspeakable(rating)
        rows.append((row.label.say(speech.language), said))
    return TableText(("", RATING.say(speech.language)), tuple(rows))
