"""The questions whose answers a release breaks, and what it may declare about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ..elements import CHOICES, AnswerType, Decision, Definition, Field, Option, Question
from .changes import Change, ChangeKind
from .templates import compare


class Declared(StrEnum):
    """The ways to say what happens to the answers to one question."""

    CONVERT = "convert"
    MAP = "map"
    MOVE = "move"
    PARK_UNFIT = "park_unfit"
    PARK = "park"


@dataclass(frozen=True)
class Replaced:
    """An option that is gone, and the options of its question that can take its place."""

    option: Option
    by: tuple[Option, ...]


@dataclass(frozen=True)
class Break:
    """A question of the release before with the breaking changes to it.

    `new` is the question as it is asked now, None where it is gone; `ways` are the ways to say what
    happens to its answers, the mildest first; `decision` is what the new template declares.
    """

    old: Question
    new: Question | None
    changes: tuple[Change, ...]
    ways: tuple[Declared, ...]
    replaced: tuple[Replaced, ...] = ()
    decision: Decision | None = None

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.old.key

    @property
    def way(self) -> Declared | None:
        """What is declared; None where nothing is, or nothing that says where the answers go."""
        decision = self.decision
        if decision is None:
            return None
        if decision.to and decision.to != self.key:
            return Declared.MOVE
        found = Declared(decision.action)
        # Where the question is gone, only a new home or setting them aside says what happens.
        return found if self.new or found is Declared.PARK else None

    @property
    def is_declared(self) -> bool:
        """Whether the new template says what happens to the answers."""
        return self.way is not None


def breaks(old: Definition, new: Definition) -> list[Break]:
    """Return each question with breaking changes; what is gone comes last."""
    found: dict[str, list[Change]] = {}
    for change in compare(old, new):
        if change.breaking:
            found.setdefault(change.key, []).append(change)
    return [_break(key, tuple(changes), old, new) for key, changes in found.items()]


def parked(undeclared: Break) -> Decision:
    """Return the declaration that sets aside what a break leaves without a home, and no more."""
    kinds = {change.kind for change in undeclared.changes}
    if undeclared.new is None or _is_retyped(undeclared.changes):
        return Decision("park")
    # A table is not set aside as a whole because one cell is out of range.
    in_whole = {change.kind for change in undeclared.changes if not change.part}
    return Decision("park_unfit" if ChangeKind.LIMIT in kinds & in_whole else "convert")


def with_decisions(definition: Definition, added: dict[str, Decision]) -> Definition:
    """Return a definition that declares some more about older answers."""
    return replace(definition, upgrade=tuple((definition.decisions | added).items()))


def _break(key: str, changes: tuple[Change, ...], old: Definition, new: Definition) -> Break:
    before, after = old.questions[key], new.questions.get(key)
    replaced = tuple(_replaced(before, after, old, new)) if after else ()
    ways = tuple(_ways(after, changes, may_map=bool(replaced)))
    return Break(before, after, changes, ways, replaced, new.decisions.get(key))


def _ways(
    after: Question | None, changes: tuple[Change, ...], *, may_map: bool
) -> Iterator[Declared]:
    if after is not None:
        yield Declared.CONVERT
    if may_map:
        yield Declared.MAP
    if after is None or _is_retyped(changes):
        yield Declared.MOVE
    elif any(change.kind is ChangeKind.LIMIT for change in changes):
        yield Declared.PARK_UNFIT
    yield Declared.PARK


def _is_retyped(changes: tuple[Change, ...]) -> bool:
    """Return whether the question itself, and not only one of its columns, has another type."""
    return any(change.kind is ChangeKind.TYPE and not change.part for change in changes)


def _replaced(
    before: Question, after: Question, old: Definition, new: Definition
) -> Iterator[Replaced]:
    """Yield the options that are gone from a question or its columns."""
    left = {option.key for _, options in _choices(after, new) for option in options}
    offered = dict(_choices(after, new))
    for part, options in _choices(before, old):
        for option in options:
            if option.key not in left and offered.get(part):
                yield Replaced(option, offered[part])


def _choices(question: Question, within: Definition) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """Yield what can be chosen in a question ("") and in each of its columns."""
    if question.type is AnswerType.MATRIX:
        yield "", tuple(Option(column.key, column.label) for column in question.columns)
        return
    fields: tuple[tuple[str, Field], ...] = (
        ("", question),
        *((column.key, column) for column in question.columns),
    )
    for part, field in fields:
        if field.type in CHOICES:
            yield part, within.options_of(field)
