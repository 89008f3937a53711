"""A stored question under another type: which of its limits stay, which are dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..definition.elements import AnswerType
from ..definition.limits import LIMITS
from .limit_blocks import LIMIT_BLOCKS
from .question_blocks import column_blocks
from .question_data import Data, question_block, question_data

COMPARABLE = (
    {AnswerType.INTEGER, AnswerType.NUMBER},
    {AnswerType.SINGLE_CHOICE, AnswerType.MULTIPLE_CHOICE},
)
"""Types whose limits of the same name mean the same."""

ALIKE = frozenset({"min_length", "max_length", "pattern", "other", "unit"})
"""Limits that mean the same in every type that has them."""


def retyped_block(block: Mapping[str, Any], to: AnswerType) -> Data:
    """Return a stored question block under another type, with the limits that make sense there."""
    data = retyped_data(question_data(block), to)
    return question_block(data, str(block.get("id") or ""))


def retyped_data(data: Data, to: AnswerType) -> Data:
    """Return a question in the template format under another type."""
    dropped = set(dropped_limits(data, to))
    kept = {name: value for name, value in data.items() if name not in dropped}
    return {**kept, "type": to.value}


def dropped_limits(data: Data, to: AnswerType) -> list[str]:
    """Return the names of the limits that a question has and would not have under another type."""
    kind = AnswerType(data["type"])
    given = [name for name in sorted(LIMITS[kind]) if name in data]
    return [name for name in given if not _stays(name, data[name], kind, to)]


def limit_names(kind: AnswerType, limits: Iterable[str]) -> list[str]:
    """Return what limits of a type are called in the form of a question."""
    makers: dict[str, Any] = {"unit": LIMIT_BLOCKS[AnswerType.INTEGER]["unit_de"]}
    makers |= {"columns": column_blocks} | LIMIT_BLOCKS[kind]
    return [str(makers[name]().label) for name in limits]


def _stays(name: str, value: Any, kind: AnswerType, to: AnswerType) -> bool:
    if kind is to:
        return True
    if name not in LIMITS[to]:
        return False
    is_whole = to is not AnswerType.INTEGER or not isinstance(value, float)
    return name in ALIKE or (is_whole and any({kind, to} <= group for group in COMPARABLE))
