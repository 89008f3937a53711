"""The differences of one question or column: texts, type, options, rows, columns, limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..elements import Column, Definition, Field, Option, Question, Row, Text
from ..quantities import quantity
from .changes import Change, ChangeKind, sentence

_LOWER = ("min", "min_length", "min_selected", "min_rows")
_UPPER = ("max", "max_length", "max_selected", "max_rows", "max_size_mb")
# Allowed where true; what was entered under it has no place without it.
_PERMISSIONS = ("other", "multiple", "allow_add_rows")
_REQUIREMENTS = ("pattern", "ip_version")
_NEUTRAL = ("filter_by", "preset_column", "unit", "option_set")


def question_changes(
    old: Question, new: Question, old_in: Definition, new_in: Definition
) -> Iterator[Change]:
    """Yield how what a question asks for differs: not when it is shown, and to whom."""
    key, label = new.key, new.label
    if old.label != new.label or old.help != new.help:
        yield Change(ChangeKind.TEXT, key, sentence("text", label=label))
    yield from _field_changes(key, label, old, new, old_in, new_in)
    if old.type is new.type:
        yield from _tabular_changes(old, new, old_in, new_in)


def _field_changes(
    key: str,
    label: Text,
    old: Field,
    new: Field,
    old_in: Definition,
    new_in: Definition,
    column: str = "",
) -> Iterator[Change]:
    """Yield the differences of a question or, with the key of the question, of one column."""
    if old.required != new.required:
        told = sentence("required" if new.required else "voluntary", label=label)
        yield Change(ChangeKind.REQUIRED, key, told, part=column)
    if old.type is not new.type:
        told = sentence("type", label=label, old=old.type.value, new=new.type.value)
        yield Change(ChangeKind.TYPE, key, told, breaking=True, part=column)
        return  # the limits of another type cannot be compared
    options = (old_in.options_of(old), new_in.options_of(new))
    yield from _list_changes(key, label, *options, "option", ChangeKind.OPTIONS, column)
    yield from _limit_changes(key, label, old, new, column)


def _list_changes(
    key: str,
    label: Text,
    old: Sequence[Option | Row | Column],
    new: Sequence[Option | Row | Column],
    word: str,
    kind: ChangeKind,
    column: str = "",
) -> Iterator[Change]:
    """Yield added, removed and renamed options or rows, and a new order of them."""
    before = {item.key: item.label for item in old}
    after = {item.key: item.label for item in new}

    def change(what: str, part: str, named: Text, *, breaking: bool = False) -> Change:
        told = sentence(f"{word}_{what}", label=label, part=named or part)
        path = f"{column}.{part}" if column else part
        return Change(kind, key, told, breaking=breaking, part=path)

    for part in before:
        if part not in after:
            yield change("removed", part, before[part], breaking=True)
    for part in after:
        if part not in before:
            yield change("added", part, after[part])
        elif before[part] != after[part]:
            yield change("text", part, after[part])
    if [part for part in before if part in after] != [part for part in after if part in before]:
        yield Change(ChangeKind.ORDER, key, sentence("order", label=label), part=column)


def _limit_changes(key: str, label: Text, old: Field, new: Field, column: str) -> Iterator[Change]:
    names = (*_LOWER, *_UPPER, *_PERMISSIONS, *_REQUIREMENTS, "accept", *_NEUTRAL)
    for name in names:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before == after:
            continue
        narrowed = _narrowed(name, new, before, after)
        word = "changed" if name in _NEUTRAL else "narrowed" if narrowed else "widened"
        told = sentence(word, label=label, what=name)
        yield Change(ChangeKind.LIMIT, key, told, breaking=narrowed, part=column)


def _narrowed(name: str, field: Field, before: Any, after: Any) -> bool:
    """Return whether answers that were allowed before may not be now."""
    if name in _NEUTRAL:
        return False
    if name in _PERMISSIONS:
        return bool(before)
    if name == "accept":
        return bool(after) and not (before and set(before) <= set(after))
    if name in _REQUIREMENTS:
        return bool(after)
    if after is None or before is None:
        return after is not None
    if name in ("min", "max"):
        before, after = quantity(field.type, before), quantity(field.type, after)
        if before is None or after is None:
            return True
    return bool(after > before) if name in _LOWER else bool(after < before)


def _tabular_changes(
    old: Question, new: Question, old_in: Definition, new_in: Definition
) -> Iterator[Change]:
    key, label = new.key, new.label
    yield from _list_changes(key, label, old.rows, new.rows, "row", ChangeKind.ROWS)
    yield from _list_changes(key, label, old.columns, new.columns, "column", ChangeKind.COLUMNS)
    before = {column.key: column for column in old.columns}
    for column in new.columns:
        if column.key in before:
            inside = Text(f"{label.de} / {column.label.de}", f"{label.en} / {column.label.en}")
            yield from _field_changes(
                key, inside, before[column.key], column, old_in, new_in, column.key
            )
