"""How many concepts the changes of a template's draft reach, and what is declared about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..definition.compare import Break, Change
from ..definition.compare.mapping import merged
from ..definition.elements import Decision
from ..definition.emptiness import is_blank
from ..models.given_answers import given_answers


@dataclass(frozen=True)
class Reach:
    """The concepts by their keys: `touched` for each change, the others for each break.

    `merged` have chosen several options that the draft makes one; `taken` have answered the
    question that is to take the answers of the broken one.
    """

    touched: Sequence[set[int]]
    merged: Mapping[str, set[int]] = field(default_factory=dict)
    taken: Mapping[str, set[int]] = field(default_factory=dict)


def reach_of(template_id: int, changes: Sequence[Change], broken: Sequence[Break]) -> Reach:
    """Return whom a draft reaches, in a number of queries that never grows."""
    reach = Reach(
        [set() for _change in changes],
        {one.key: set() for one in broken},
        {one.key: set() for one in broken},
    )
    asked = [(at, change) for at, change in enumerate(changes) if change.key]
    if not asked:
        return reach
    declared = {one.key: one.decision for one in broken}
    for concept, answers in given_answers(template_id):
        for at, change in asked:
            if change.touches(answers):
                reach.touched[at].add(concept)
        for one in broken:
            if one.decision and _falls_together(one, one.decision, answers):
                reach.merged[one.key].add(concept)
        for key in _not_taken(declared, answers):
            reach.taken[key].add(concept)
    return reach


def _falls_together(one: Break, decision: Decision, answers: Mapping[str, Any]) -> bool:
    value = answers.get(one.key)
    return bool(decision.options) and merged(value, one.old, decision.options) is not None


def _not_taken(
    declared: Mapping[str, Decision | None], answers: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the questions whose answers cannot move, as what they are to answer is answered."""
    for key, decision in declared.items():
        if decision is None or decision.to in ("", key):
            continue
        other = declared.get(decision.to)
        makes_room = other is not None and (other.action == "park" or bool(other.to))
        if (
            not makes_room
            and not is_blank(answers.get(key))
            and not is_blank(answers.get(decision.to))
        ):
            yield key
