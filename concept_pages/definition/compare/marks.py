"""What people should look at anew: groups, questions and options that are new or ask otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..elements import Definition, Group, Question
from .changes import Change, ChangeKind
from .fields import question_changes

LISTS = {
    ChangeKind.OPTIONS: "options",
    ChangeKind.ROWS: "rows",
    ChangeKind.COLUMNS: "columns",
}
"""Kinds of changes that are about one entry of a list, and what the list is called."""


@dataclass(frozen=True)
class Mark:
    """What is new about one group or question: all of it, or what `changed` names.

    `changed` has words of "label", "help", "type", "options", "rows" and "columns"; `parts` the
    single options, rows and columns, such as "options.rack", and whether each is new.
    """

    is_new: bool = False
    changed: tuple[str, ...] = ()
    parts: Mapping[str, bool] = field(default_factory=dict, hash=False)


def marks_between(old: Definition, new: Definition) -> dict[str, Mark]:
    """Return what is marked in the new template, by key, in the order of the document.

    Whatever only moved, or is only checked, shown or classified otherwise, asks nothing new.
    """
    found = {}
    for key, group in new.groups_by_key.items():
        found[key] = _group_mark(old.groups_by_key.get(key), group)
        for question in group.questions:
            before = old.questions.get(question.key)
            found[question.key] = _question_mark(before, question, old, new)
    return {key: mark for key, mark in found.items() if mark.is_new or mark.changed}


def _group_mark(before: Group | None, group: Group) -> Mark:
    if before is None:
        return Mark(is_new=True)
    return Mark(changed=tuple(_texts(before, group)))


def _question_mark(
    before: Question | None, question: Question, old: Definition, new: Definition
) -> Mark:
    if before is None:
        return Mark(is_new=True)
    changed = list(_texts(before, question))
    parts: dict[str, bool] = {}
    for change in question_changes(before, question, old, new):
        named = _list_of(change)
        if named:
            changed.append(named)
            parts |= _part(named, change, _parts(before, old), _parts(question, new))
    return Mark(changed=tuple(dict.fromkeys(changed)), parts=parts)


def _texts(before: Group | Question, after: Group | Question) -> Iterator[str]:
    if before.label != after.label:
        yield "label"
    if before.help != after.help:
        yield "help"


def _list_of(change: Change) -> str:
    """Return the word for what a change is about; "" for what is not marked."""
    if change.kind is ChangeKind.TYPE:
        return "columns" if change.part else "type"
    named = LISTS.get(change.kind, "")
    # The options of a column belong to the column.
    return "columns" if named == "options" and "." in change.part else named


def _part(named: str, change: Change, old: frozenset[str], new: frozenset[str]) -> dict[str, bool]:
    """Return the entry of a list that a change is about, if the new template still has it."""
    part = f"{named}.{change.part.partition('.')[0]}"
    return {part: part not in old} if part in new else {}


def _parts(question: Question, definition: Definition) -> frozenset[str]:
    """Return the entries of all lists of a question, called as in `Mark.parts`."""
    return frozenset(
        [
            *(f"options.{option.key}" for option in definition.options_of(question)),
            *(f"rows.{row.key}" for row in question.rows),
            *(f"columns.{column.key}" for column in question.columns),
        ]
    )
