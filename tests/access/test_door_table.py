"""Everybody knocks at every door, in every place and state: it opens as the table says.

The table is printed in `docs/reference/doors.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.doors.asking import CLOSED, OPEN, Visitor, verdict
from tests.access.doors.cast import CAST
from tests.access.doors.door import Door
from tests.access.doors.register import DOORS
from tests.access.doors.scene import Scene, set_scene

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def stage(
    django_db_setup: Any, django_db_blocker: Any
) -> Iterator[tuple[Scene, dict[str, Visitor]]]:
    """Set the scene once, inside a transaction that is undone in the end."""
    there_is_a_directory = override_settings(LDAP_URL="ldap://127.0.0.1:9")  # nobody asks it
    with there_is_a_directory, django_db_blocker.unblock(), transaction.atomic():
        scene = set_scene()
        visitors = {one.key: Visitor(one, scene) for one in CAST}
        yield scene, visitors
        transaction.set_rollback(True)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.name}")
def test_door_opens_to_those_who_may_enter_and_tells_nobody_too_much(
    door: Door, stage: tuple[Scene, dict[str, Visitor]], db: Any
) -> None:
    scene, visitors = stage
    wrong = []

    for member in CAST:
        visitor = visitors[member.key]
        for place, state in door.cells(member):
            thing = scene.things[door.on.name, place, state]
            answer = visitor.knock(door, thing)
            expected = OPEN if door.is_open(member, place, state) else CLOSED
            found, leaks = verdict(door, thing, answer), visitor.leaks(answer)
            if found != expected or leaks:
                said = f"{found} ({answer.status} {answer.location})"
                cell = f"{member.key}, {place}, {state}"
                wrong.append(f"{cell}: {expected} expected, was {said}; told {leaks}")

    assert not wrong, "\n".join(wrong)
