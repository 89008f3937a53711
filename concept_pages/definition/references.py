"""Which services a set of answers refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .elements import AnswerType, Definition, Field


def service_keys(definition: Definition, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of all services named in answers and table cells, existing or not."""
    return frozenset(
        key
        for name, question in definition.questions.items()
        if name in answers
        for field, value in _values(question, answers[name])
        if field.type is AnswerType.REFERENCE_SERVICE
        for key in (value if isinstance(value, list | tuple) else [value])
        if isinstance(key, str)
    )


def _values(question: Field, value: Any) -> Iterator[tuple[Field, Any]]:
    """Yield the answer with its question, or the cells of a table with their columns."""
    columns = {column.key: column for column in getattr(question, "columns", ())}
    if question.type is not AnswerType.TABLE or not isinstance(value, list | tuple):
        yield question, value
        return
    for row in value:
        if isinstance(row, dict):
            yield from ((columns[key], cell) for key, cell in row.items() if key in columns)
