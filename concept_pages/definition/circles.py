"""Circles of dependencies: services that need each other, directly or by way of others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from itertools import chain
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
    """Return a circle for each of the starts that is in one; those already told are left out.

    Looking for a way back from each of thousands would take minutes, so what cannot be in a circle
    is put aside first.
    """
    above: set[K] = _blocked(needs)
    below: set[K] = _blocked(_turned(needs))
    within = above & below
    inner = {key: [needed for needed in needs.get(key, ()) if needed in within] for key in within}
    told: set[K] = set()
    found = []
    for start in starts:
        if start in within and start not in told and (circle := circle_of(start, inner)):
            told |= set(circle)
            found.append(circle)
    return found


def _blocked(needs: Needs[K]) -> set[K]:
    """Return what is in a circle, or needs what is in one."""
    sorter: TopologicalSorter[K] = TopologicalSorter(needs)
    with suppress(CycleError):  # it sorts nevertheless what is in front of all circles
        sorter.prepare()
    sorted_out: set[K] = set()
    while ready := sorter.get_ready():
        sorted_out.update(ready)
        sorter.done(*ready)
    return {*needs, *chain.from_iterable(needs.values())} - sorted_out


def _turned(needs: Needs[K]) -> dict[K, list[K]]:
    """Return what everything is needed by."""
    turned: dict[K, list[K]] = {}
    for key, needed in needs.items():
        for one in needed:
            turned.setdefault(one, []).append(key)
    return turned


def _way_to(end: K, start: K, before: Mapping[K, K]) -> list[K]:
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
