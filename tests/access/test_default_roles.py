"""The shipped roles as a table: which right each holds in its own service group, and in another."""

from __future__ import annotations

import pytest

from concept_pages.access.default_roles import DEFAULT_ROLES
from concept_pages.access.delegation import may_give
from concept_pages.access.grants import grants_of
from concept_pages.access.rights import ADMINISTRATIVE_RIGHTS, RIGHTS
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, holder

pytestmark = pytest.mark.django_db

ROLES = ("reader", "operator", "owner", "subadmin", "admin", "isb", "csirt")

TABLE = """
                          reader operator owner subadmin admin isb csirt
template.create             -       -       -      h       h    -    -
template.edit               -       -       -      h       h    -    -
template.release            -       -       -      -       h    h    -
template.add_specific       -       -       x      x       x    -    -
template.choose_specific    -       -       x      x       x    -    -
concept.create              -       -       x      x       x    -    -
concept.edit                -       x       x      x       x    -    -
concept.release             -       -       x      x       x    -    -
concept.review              -       -       -      -       -    x    -
concept.export              x       x       x      x       x    x    x
concept.read                x       x       x      x       x    x    x
role.create                 -       -       -      -       h    -    -
role.delegate_admin         -       -       -      -       x    -    -
role.delegate               -       -       -      x       x    -    -
service.edit                -       -       -      x       x    -    -
service.delete              -       -       -      -       x    -    -
service.assign              -       -       -      x       x    -    -
user.edit                   -       -       -      x       x    -    -
user.delete                 -       -       -      -       x    -    -
user.see_as                 -       -       -      -       h    -    -
audit.read                  -       -       -      -       h    h    -
"""
"""x: where the role is held; h: a right of the house, only with a role held everywhere; -: not."""


def cells() -> list[tuple[str, str, str]]:
    """Return (right, role, mark) for every cell of the table."""
    _head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return [
        (right, role, mark)
        for right, *marks in rows
        for role, mark in zip(ROLES, marks, strict=True)
    ]


def test_table_names_every_right_and_every_shipped_role() -> None:
    assert {right for right, _role, _mark in cells()} == set(RIGHTS)
    assert set(ROLES) == {role.key for role in DEFAULT_ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_role_held_in_one_group_counts_there_only(role: str) -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    grants = grants_of(holder(role, own))

    held = {
        right: (grants.may(right, own.pk), grants.may(right, foreign.pk), grants.may(right, None))
        for right in RIGHTS
    }

    assert held == {
        right: (mark == "x", False, False) for right, of_role, mark in cells() if of_role == role
    }


@pytest.mark.parametrize("role", ROLES)
def test_role_held_everywhere_counts_in_every_group(role: str) -> None:
    group = ServiceGroupFactory()
    grants = grants_of(holder(role))

    held = {right: (grants.may(right, group.pk), grants.may(right, None)) for right in RIGHTS}

    assert held == {
        right: (mark in "xh", mark in "xh") for right, of_role, mark in cells() if of_role == role
    }


@pytest.mark.parametrize(
    ("role", "clearance"),
    [("reader", "internal"), *((role, "strictly_confidential") for role in ROLES[1:])],
)
def test_shipped_clearance(role: str, clearance: str) -> None:
    assert grants_of(holder(role)).clearance(None) == clearance


def test_rights_name_the_requirements_of_the_thesis() -> None:
    named = {right.thesis for right in RIGHTS.values() if right.thesis}

    assert named == {f"F50.{number}" for number in range(1, 19)}


@pytest.mark.parametrize("right", sorted(ADMINISTRATIVE_RIGHTS))
def test_role_that_nobody_marked_is_administrative_by_its_rights(right: str) -> None:
    role, group = RoleFactory(rights=["concept.read", right]), ServiceGroupFactory()
    giver = grants_of(holder("subadmin", group))

    assert giver.roles[role.pk].administrative
    assert not may_give(giver, giver.roles[role.pk], group.pk)


def test_ordinary_role_is_given_by_sub_administrators() -> None:
    role, group = RoleFactory(rights=["concept.edit", "concept.release"]), ServiceGroupFactory()
    giver = grants_of(holder("subadmin", group))

    assert may_give(giver, giver.roles[role.pk], group.pk)
