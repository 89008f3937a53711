"""What each of the 21 answer types can do: is it empty, is it plausible, how is it said.

context                                      what checking and saying need to know
texts, ordered, choices, addresses, files    a family of types each
kinds                                        the table of these types
tabular                                      tables and matrices, whose cells are of these types
"""

from __future__ import annotations

from typing import Any

from ..elements import AnswerType, Definition, Field, Question
from ..emptiness import is_blank, is_empty
from ..problems import Message
from .context import Context, Finding, Names, Speech, names_from_data, unspeakable
from .kinds import KINDS
from .tabular import TableText, check_matrix, check_table, say_rows
from .texts import without_markdown

__all__ = [
    "Context",
    "Finding",
    "Names",
    "TableText",
    "check",
    "findings",
    "is_empty",
    "items_of",
    "names_from_data",
    "plain_text",
    "rows_of",
    "text_of",
]

NO_NAMES: dict[str, Any] = {}


def findings(field: Field, value: Any, context: Context) -> list[Finding]:
    """Return what is implausible about an answer, or lacking inside it, with the cells named.

    An empty answer is not implausible; whether it is missing is for `completeness` to say.
    """
    if is_empty(field.type, value):
        return []
    if isinstance(field, Question) and field.type is AnswerType.TABLE:
        return list(check_table(field, value, context))
    if isinstance(field, Question) and field.type is AnswerType.MATRIX:
        return list(check_matrix(field, value, context))
    kind = KINDS.get(field.type)
    return [Finding(message) for message in kind.check(field, value, context)] if kind else []


def check(field: Field, value: Any, context: Context) -> list[Message]:
    """Return why the answer to a question, or the content of a cell, is not plausible."""
    return [finding.message for finding in findings(field, value, context)]


def items_of(
    definition: Definition, field: Field, value: Any, language: str, names: Names = NO_NAMES
) -> list[str]:
    """Return the parts of an answer in words: one per choice, address or service; else only one.

    Each row of a table or matrix is one part.
    """
    if is_empty(field.type, value):
        return []
    speech = Speech(definition, language, names)
    if isinstance(field, Question) and field.type in (AnswerType.TABLE, AnswerType.MATRIX):
        said = _said_rows(say_rows(speech, field, value), field)
    else:
        kind = KINDS.get(field.type)
        said = kind.say(speech, field, value) if kind else []
    return said or [unspeakable(value)]


def _said_rows(table: TableText, question: Question) -> list[str]:
    if question.type is AnswerType.MATRIX:
        return [f"{row}: {rating}" for row, rating in table.rows if rating]
    return [
        "; ".join(f"{head}: {cell}" for head, cell in zip(table.header, row, strict=True) if cell)
        for row in table.rows
    ]


def text_of(
    definition: Definition, field: Field, value: Any, language: str, names: Names = NO_NAMES
) -> str:
    """Return an answer in words; "" if it is empty. Tables have one line per row."""
    between = "\n" if field.type in (AnswerType.TABLE, AnswerType.MATRIX) else ", "
    return between.join(items_of(definition, field, value, language, names))


def rows_of(
    definition: Definition,
    question: Question,
    value: Any,
    language: str,
    names: Names = NO_NAMES,
) -> TableText:
    """Return a table or matrix in words, cell by cell."""
    return say_rows(Speech(definition, language, names), question, value)


def plain_text(
    definition: Definition, field: Field, value: Any, language: str, names: Names = NO_NAMES
) -> str:
    """Return the words of an answer that a search should find: no marks, no column heads."""
    if field.type is AnswerType.RICHTEXT and isinstance(value, str):
        return without_markdown(value).strip()
    if isinstance(field, Question) and field.type is AnswerType.TABLE:
        table = rows_of(definition, field, value, language, names)
        cells = [cell for row in table.rows for cell in row if not is_blank(cell)]
        return "\n".join(cells)
    return "\n".join(items_of(definition, field, value, language, names))
