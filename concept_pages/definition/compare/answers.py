"""What changed between two sets of answers, for the person who reviews them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from ..elements import AnswerType, Definition, Question
from ..emptiness import is_empty_row
from ..situation import Situation

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class RowChange:
    """A row of a table that came, went or changed; `columns` are the keys of the cells that did."""

    kind: Kind
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerChange:
    """An answer that came, went or changed. Hidden and empty answers count as none.

    `question` is the one of the newer template that asks it; `rows` has the details of a table.
    """

    kind: Kind
    key: str
    question: Question
    old: Any
    new: Any
    rows: tuple[RowChange, ...] = ()


def compare_answers(
    old: Definition,
    old_answers: Mapping[str, Any],
    new: Definition,
    new_answers: Mapping[str, Any],
    *,
    old_not_applicable: Mapping[str, str] | None = None,
    new_not_applicable: Mapping[str, str] | None = None,
) -> list[AnswerChange]:
    """Return what changed, in the order of the new document; what only the old asked comes last."""
    before = Situation(old, old_answers, old_not_applicable).given
    after = Situation(new, new_answers, new_not_applicable).given
    questions = {**new.questions, **{k: q for k, q in old.questions.items() if k not in new.types}}
    found = []
    for key, question in questions.items():
        had, has = before.get(key), after.get(key)
        if not alike(had, has):
            kind: Kind = "added" if had is None else "removed" if has is None else "changed"
            rows = tuple(_row_changes(question, had, has)) if kind == "changed" else ()
            found.append(AnswerChange(kind, key, question, had, has, rows))
    return found


def alike(had: Any, has: Any) -> bool:
    """Return whether two answers are the same; false is not 0, though Python finds them equal."""
    if isinstance(had, bool) or isinstance(has, bool):
        return had is has
    if isinstance(had, list) and isinstance(has, list):
        return len(had) == len(has) and all(map(alike, had, has))
    if isinstance(had, dict) and isinstance(has, dict):
        return had.keys() == has.keys() and all(alike(had[key], has[key]) for key in had)
    return had is has or bool(had == has)


def _row_changes(question: Question, had: Any, has: Any) -> Iterator[RowChange]:
    """Yield the rows that differ: preset rows by their key, others as a person would align them."""
    if question.type is not AnswerType.TABLE:
        return
    old, new = _filled(had), _filled(has)
    old_presets, new_presets = _presets(old), _presets(new)
    for key in dict.fromkeys([*new_presets, *old_presets]):
        yield from _row_change(old_presets.get(key), new_presets.get(key))
    yield from _aligned(
        [row for row in old if not _is_preset(row)], [row for row in new if not _is_preset(row)]
    )


def _filled(value: Any) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, dict) and not is_empty_row(row)]


def _is_preset(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("row"), str)


def _presets(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["row"]: row for row in rows if _is_preset(row)}


def _aligned(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Iterator[RowChange]:
    matcher = SequenceMatcher(None, _spelled(old), _spelled(new), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for number in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + number] if i1 + number < i2 else None
            after = new[j1 + number] if j1 + number < j2 else None
            yield from _row_change(before, after)


def _spelled(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [json.dumps(row, sort_keys=True, default=str) for row in rows]


def _row_change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[RowChange]:
    if before is None or after is None:
        yield RowChange("added" if before is None else "removed", before, after)
        return
    keys = dict.fromkeys([*after, *before])
    columns = tuple(key for key in keys if not alike(before.get(key), after.get(key)))
    if columns:
        yield RowChange("changed", before, after, columns)
