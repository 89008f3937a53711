"""What a person holds: from her roles, her groups, and what roles inherit; and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from concept_pages.access.grants import forget_grants, grants_of
from concept_pages.access.rights import RIGHTS
from concept_pages.definition.elements import Confidentiality
from concept_pages.models import Role
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right

pytestmark = pytest.mark.django_db


def test_right_is_held_in_the_assigned_group_only() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    grants = grants_of(holder_of_right("concept.edit", at=own))

    assert grants.may("concept.edit", own.pk)
    assert not grants.may("concept.edit", foreign.pk)


def test_right_that_the_role_lacks_is_not_held() -> None:
    group = ServiceGroupFactory()

    assert not grants_of(holder_of_right("concept.read", at=group)).may("concept.edit", group.pk)


def test_right_held_everywhere_is_held_in_every_group_and_outside_of_any() -> None:
    grants = grants_of(holder_of_right("concept.read"))

    assert grants.may("concept.read", ServiceGroupFactory().pk)
    assert grants.may("concept.read", None)


def test_right_held_in_a_group_says_nothing_about_what_belongs_to_no_group() -> None:
    grants = grants_of(holder_of_right("service.edit", at=ServiceGroupFactory()))

    assert not grants.may("service.edit", None)


def test_right_of_the_house_needs_a_role_held_everywhere() -> None:
    group = ServiceGroupFactory()
    grants = grants_of(holder_of_right("template.edit", at=group))

    assert not grants.where("template.edit")


def test_role_inherits_rights_over_several_steps() -> None:
    reader = RoleFactory(rights=["concept.read"])
    operator = RoleFactory(rights=["concept.edit"], inherits=reader)
    owner = RoleFactory(rights=["concept.release"], inherits=operator)
    group = ServiceGroupFactory()

    grants = grants_of(holder(owner, group))

    held = {right for right in RIGHTS if grants.may(right, group.pk)}
    assert held == {"concept.read", "concept.edit", "concept.release"}


def test_circle_of_inheritance_ends_with_the_rights_of_all() -> None:
    first = RoleFactory(rights=["concept.read"])
    second = RoleFactory(rights=["concept.edit"], inherits=first)
    Role.objects.filter(pk=first.pk).update(inherits=second)

    grants = grants_of(holder(first))

    assert grants.may("concept.read", None)
    assert grants.may("concept.edit", None)


def test_membership_in_a_group_gives_its_roles() -> None:
    team, service_group = Group.objects.create(name="team"), ServiceGroupFactory()
    assign(team, RoleFactory(rights=["concept.edit"]), service_group)
    user = UserFactory()
    user.groups.add(team)

    assert grants_of(user).may("concept.edit", service_group.pk)
    assert not grants_of(UserFactory()).may("concept.edit", service_group.pk)


@pytest.mark.parametrize(("days", "held"), [(-1, False), (0, True), (1, True)])
def test_assignment_ends_after_its_last_day(days: int, held: bool) -> None:
    user = UserFactory()
    role = RoleFactory(rights=["concept.read"])
    assign(user, role, ends_on=timezone.localdate() + timedelta(days=days))

    assert grants_of(user).may("concept.read", None) is held


@pytest.mark.parametrize("right", RIGHTS)
def test_superuser_holds_every_right(right: str) -> None:
    assert grants_of(UserFactory(is_superuser=True)).may(right, None)


@pytest.mark.parametrize("is_superuser", [True, False])
def test_deactivated_person_holds_nothing(*, is_superuser: bool) -> None:
    user = holder("admin", is_active=False, is_superuser=is_superuser)

    assert not any(grants_of(user).where(right) for right in RIGHTS)


def test_anonymous_visitor_holds_nothing() -> None:
    assert not any(grants_of(AnonymousUser()).where(right) for right in RIGHTS)


def test_unknown_right_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match=r"concept\.aprove"):
        grants_of(UserFactory()).may("concept.aprove", None)


def test_clearance_is_the_highest_of_the_roles_that_count_there() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    user = holder(RoleFactory(clearance="internal"))
    assign(user, RoleFactory(clearance="strictly_confidential"), own)

    grants = grants_of(user)

    assert grants.clearance(own.pk) is Confidentiality.STRICTLY_CONFIDENTIAL
    assert grants.clearance(foreign.pk) is Confidentiality.INTERNAL


def test_clearance_is_inherited() -> None:
    cleared = RoleFactory(clearance="confidential")

    grants = grants_of(holder(RoleFactory(clearance="public", inherits=cleared)))

    assert grants.clearance(None) is Confidentiality.CONFIDENTIAL


def test_clearance_without_any_role_is_public() -> None:
    assert grants_of(UserFactory()).clearance(None) is Confidentiality.PUBLIC


def test_grants_are_remembered_on_the_user_object_until_they_are_forgotten() -> None:
    user = UserFactory()
    before = grants_of(user).may("concept.read", None)
    assign(user, "reader")
    remembered = grants_of(user).may("concept.read", None)
    forget_grants(user)

    assert (before, remembered, grants_of(user).may("concept.read", None)) == (False, False, True)


@pytest.mark.parametrize("groups", [1, 300])
def test_grants_cost_two_queries_whatever_the_number_of_assignments(
    groups: int, django_assert_num_queries: Any
) -> None:
    user, role = UserFactory(), RoleFactory(rights=["concept.read"])
    for _ in range(groups):
        assign(user, role, ServiceGroupFactory())

    with django_assert_num_queries(2):
        grants = grants_of(user)
        scope = grants.where("concept.read")
        for right in RIGHTS:
            grants.where(right)

    assert len(scope.groups) == groups
