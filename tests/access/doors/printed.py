"""Prints the table of doors for `docs/reference/doors.md`: one row for each door and its states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from .cast import CAST, FOREIGN, OWN, Member
from .door import Door
from .register import DOORS

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]

NEVER = "·"


def count_cells() -> int:
    """Return how many answers the table gives: doors × states × places × people."""
    return len(CAST) * sum(len(door.on.places) * len(door.asked_states) for door in DOORS)


def count_knocks() -> int:
    """Return how often somebody knocks: once for each cell that could answer in its own way."""
    return sum(len(door.cells(member)) for door in DOORS for member in CAST)


def doors(table: Table) -> str:
    """Return all areas, each with its table."""
    head = ["door", "asked", "opened by", "state", *(member.title for member in CAST)]
    asked = len({door.url for door in DOORS})
    parts = [
        f"{len(DOORS)} doors at {asked} addresses, {len(CAST)} people, "
        f"**{count_cells():,} cells**. `tests/access/test_door_table.py` asks "
        f"**{count_knocks():,}** of them over HTTP. "
        "The others repeat one that is asked: at the screens of Wagtail that no role opens "
        "seven of the people knock; somebody without any right is "
        "asked once at each door; a foreign service group once for the states in which the rule is "
        "the same, by members of groups and by who holds another role there also the own one; "
        "whoever holds a role everywhere knocks in each state, in turn at the own and at the "
        "foreign one."
    ]
    by_area = groupby(sorted(DOORS, key=lambda door: _AREAS.index(door.area)), _area)
    for area, found in by_area:
        rows = [row for door in found for row in _rows(door)]
        parts.append(f"## {area}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def _area(door: Door) -> str:
    return door.area


_AREAS = list(dict.fromkeys(door.area for door in DOORS))


def _rows(door: Door) -> Iterator[list[str]]:
    """Yield a row for each group of states in which the door opens to the same people."""
    by_answer: dict[tuple[str, ...], list[str]] = {}
    for state in door.asked_states:
        line = (door.rule(state).said, *(_cell(door, member, state) for member in CAST))
        by_answer.setdefault(line, []).append(state)
    name = door.name
    for (said, *cells), states in by_answer.items():
        yield [name, door.method.upper(), said, ", ".join(states) or "–", *cells]
        name = ""


def _cell(door: Door, member: Member, state: str) -> str:
    """Return where the door opens to a person."""
    opened = [place for place in door.on.places if door.is_open(member, place, state)]
    if not opened:
        return NEVER
    if door.on.places != (OWN, FOREIGN):
        return "yes"
    return "all" if len(opened) == 2 else opened[0]
