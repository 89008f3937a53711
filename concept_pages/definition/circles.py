"""Circles of dependencies: services that need each other, directly or by way of others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

Needs = Mapping[K, Collection[K]]


def circle_of(start: K, needs: Needs[K]) -> list[K]:
    """Return a shortest way by which something needs itself, from it on; [] where there is none."""
    before: dict[K, K] = {}
    waiting = [start]
    for here in waiting:  # grows while it is read: the nearest come first
        for needed in needs.get(here, ()):
            if needed == start:
                return _way_to(here, start, before)
            if needed not in before:
                before[needed] = here
                waiting.append(needed)
    return []


def circles(starts: Collection[K], needs: Needs[K]) -> list[list[K]]:
    """Return a circle for each of the starts that is in one; those already told are left out."""
    told: set[K] = set()
    found = []
    for start in starts:
        if start not in told and (circle := circle_of(start, needs)):
            told |= set(circle)
            found.append(circle)
    return found


def _way_to(end: K, start: K, before: Mapping[K, K]) -> list[K]:
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
