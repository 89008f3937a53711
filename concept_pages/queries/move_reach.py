"""Who loses and who gains access where security concepts move to another service group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..access.claims import claimants
from ..access.roles import effective_roles
from ..models import ServiceGroupPage

COMPARED = ("concept.read", "concept.edit")
"""The rights by which somebody has access to a concept."""


@dataclass(frozen=True)
class Reach:
    """The names of those whose access ends or begins, when concepts leave one service group."""

    group: ServiceGroupPage
    no_longer_read: tuple[str, ...]
    newly_read: tuple[str, ...]
    no_longer_edit: tuple[str, ...]
    newly_edit: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(
            self.no_longer_read or self.newly_read or self.no_longer_edit or self.newly_edit
        )


def reach_of_move(groups: Iterable[ServiceGroupPage], to: ServiceGroupPage) -> list[Reach]:
    """Return whose access changes with what leaves each of some groups for another one.

    Some queries for each group: a move seldom has more than two or three.
    """
    after = _holders(to)
    return [_reach(group, _holders(group), after) for group in groups]


def _reach(
    group: ServiceGroupPage, before: dict[str, dict[int, str]], after: dict[str, dict[int, str]]
) -> Reach:
    changes: list[tuple[str, ...]] = []
    for right in COMPARED:
        was, will = before[right], after[right]
        changes.append(tuple(name for pk, name in was.items() if pk not in will))
        changes.append(tuple(name for pk, name in will.items() if pk not in was))
    return Reach(group, *changes)


def _holders(group: ServiceGroupPage) -> dict[str, dict[int, str]]:
    """Return the people by right, each with her name, in the order of “Who has access?”."""
    people = claimants(group.pk, effective_roles())
    return {
        right: {one.pk: one.name for one in people if one.grants.may(right, group.pk)}
        for right in COMPARED
    }
