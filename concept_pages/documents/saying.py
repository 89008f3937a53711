"""One answer as blocks: the words come from the definition, the shape from the type of answer."""

from __future__ import annotations

from typing import Any

from ..definition.answer_types import Names, items_of, rows_of, text_of
from ..definition.elements import AnswerType, Definition, Question
from .document import Block, Paragraph, Run, Table, bullet_list, paragraphs, printable
from .richtext import richtext, safe_href

TABULAR = frozenset({AnswerType.TABLE, AnswerType.MATRIX})
LINKED = frozenset({AnswerType.URL, AnswerType.EMAIL})


def say_answer(
    definition: Definition, question: Question, value: Any, language: str, names: Names
) -> tuple[Block, ...]:
    """Return what an answer says, ready to be printed. Whatever was stored says something."""
    if question.type is AnswerType.RICHTEXT and isinstance(value, str):
        return richtext(value)
    if question.type in TABULAR:
        table = _table(definition, question, value, language, names)
        if table.rows:
            return (table,)
    items = items_of(definition, question, value, language, names)
    if len(items) > 1:
        return (bullet_list(items),)
    text = text_of(definition, question, value, language, names)
    return _linked(text, question.type) if question.type in LINKED else paragraphs(text)


def _table(
    definition: Definition, question: Question, value: Any, language: str, names: Names
) -> Table:
    words = rows_of(definition, question, value, language, names)
    types = [column.type for column in question.columns]
    if question.type is AnswerType.MATRIX:
        types = [AnswerType.TEXT] * len(words.header)
    rows = tuple(
        tuple(_cell(text, kind) for text, kind in zip(row, types, strict=True))
        for row in words.rows
    )
    first_names_row = question.type is AnswerType.MATRIX or (
        bool(question.columns) and question.preset_column == question.columns[0].key
    )
    return Table(tuple(map(printable, words.header)), rows, first_names_row)


def _cell(text: str, kind: AnswerType) -> tuple[Block, ...]:
    return _linked(text, kind) if kind in LINKED else paragraphs(text)


def _linked(text: str, kind: AnswerType) -> tuple[Block, ...]:
    """Return an address that can be opened; one that is not safe to open stays text."""
    text = printable(text).strip()
    href = safe_href(f"mailto:{text}" if kind is AnswerType.EMAIL else text)
    return (Paragraph((Run(text, href=href),)),) if text else ()
