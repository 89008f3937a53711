"""No address without a door: every URL is in the table, or on a short list with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from concept_pages.access.rights import RIGHTS
from tests.access.doors.asking import OPEN
from tests.access.doors.cast import CAST
from tests.access.doors.register import DOORS, NO_DOORS


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Yield the name of every URL, or its pattern where it has none."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, inner)
        else:
            yield f"{space}{entry.name}" if entry.name else str(entry.pattern)


def exempted(name: str) -> bool:
    """Return whether an address is on the list of those without a door; * stands for the rest."""
    return any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in NO_DOORS)


def test_every_address_has_a_door_or_a_reason() -> None:
    named = {door.url for door in DOORS}

    forgotten = sorted({name for name in addresses() if name not in named and not exempted(name)})

    assert forgotten == [], "Add a door in tests/access/doors, or a reason to NO_DOORS."


def test_no_door_and_no_reason_is_left_over() -> None:
    known = set(addresses())

    assert {door.url for door in DOORS} <= known
    assert [one for one in NO_DOORS if not any(_fits(one, name) for name in known)] == []
    assert {door.url for door in DOORS}.isdisjoint(NO_DOORS)


def _fits(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def test_no_two_doors_have_the_same_name() -> None:
    names = Counter((door.method, door.name) for door in DOORS)

    assert [name for name, count in names.items() if count > 1] == []


def test_doors_ask_for_things_in_states_that_there_are() -> None:
    wrong = [door.name for door in DOORS if not set(door.asked_states) <= set(door.on.states)]

    assert wrong == []


def test_every_right_opens_some_door() -> None:
    said: Any = " ".join(door.rule(state).said for door in DOORS for state in door.asked_states)

    assert [right for right in RIGHTS if f"`{right}`" not in said] == []


def test_every_role_opens_some_door_and_finds_another_closed() -> None:
    for member in CAST:
        opened = {
            door.is_open(member, place, state)
            for door in DOORS
            for place, state in door.cells(member)
        }
        assert opened == {True, False}, (member.key, OPEN)
