"""Answers over several releases of a template, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..elements import Decision, Definition
from ..emptiness import is_blank, is_empty
from .carrying import CarriedOver, Parked, carry_over


@dataclass(frozen=True)
class Walked:
    """Where answers arrived: as `CarriedOver`, from the first template to the last.

    Each parked answer comes with the template that asked for it. `sources` has the key in the
    first template of each kept answer.
    """

    kept: Mapping[str, Any]
    parked: tuple[tuple[Parked, Definition], ...]
    moved: tuple[str, ...]
    converted: tuple[str, ...]
    mapped: tuple[str, ...]
    new: tuple[str, ...]
    sources: Mapping[str, str]
    before: int
    """How many answers there were, empty ones left out."""

    @property
    def is_complete(self) -> bool:
        """Whether every answer is kept or parked as a whole, and none is both."""
        gone = [parked for parked, _asked in self.parked if parked.whole]
        return self.before == len(self.kept) + len(gone)


def walk(
    answers: Mapping[str, Any],
    path: Sequence[Definition],
    decisions: Mapping[str, Decision] | None = None,
) -> Walked:
    """Carry answers from the first definition over each of the others to the last.

    Each definition's own decisions hold for the step that leads to it, unless others are given.
    """
    first, last = path[0], path[-1]
    kept = {key: value for key, value in answers.items() if not _is_empty(key, value, path)}
    before = len(kept)
    trail = _Trail(kept)
    parked: list[tuple[Parked, Definition]] = []
    for old, new in pairwise(path):
        step = carry_over(kept, old, new, decisions)
        parked += [(one, old) for one in step.parked]
        kept = step.kept
        trail.follow(step)
    return Walked(
        kept=kept,
        parked=tuple(parked),
        moved=trail.marked("moved"),
        converted=trail.marked("converted"),
        mapped=trail.marked("mapped"),
        new=tuple(key for key in last.questions if key not in first.questions),
        sources=trail.sources,
        before=before,
    )


class _Trail:
    """Remembers where each answer came from and what happened to it on the way."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.sources = {key: key for key in answers}
        self.marks: dict[str, frozenset[str]] = {}

    def follow(self, step: CarriedOver) -> None:
        """Go one step on."""
        told = {"moved": step.moved, "converted": step.converted, "mapped": step.mapped}
        self.marks = {
            key: self.marks.get(source, frozenset())
            | {name for name, keys in told.items() if key in keys}
            for key, source in step.sources.items()
        }
        self.sources = {key: self.sources[source] for key, source in step.sources.items()}

    def marked(self, name: str) -> tuple[str, ...]:
        return tuple(key for key, marks in self.marks.items() if name in marks)


def _is_empty(key: str, value: Any, path: Sequence[Definition]) -> bool:
    """Return whether nothing was answered, judged as `carry_over` does on its first step."""
    for definition in path[:2]:
        if key in definition.questions:
            return is_empty(definition.questions[key].type, value)
    return is_blank(value)
