"""A deputy holds a person's roles for a time; four eyes count both as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from concept_pages.access.authority import RoleAuthority, holders
from concept_pages.access.claims import claimant_of
from concept_pages.access.grants import forget_grants, grants_of
from concept_pages.access.roles import effective_roles
from concept_pages.actions.deputies import DeputyRefused, end_deputyship, name_deputy
from concept_pages.models import AuditEntry, Deputyship
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder

pytestmark = pytest.mark.django_db


def make(person: Any, deputy: Any, first: int = 0, last: int = 0, **fields: Any) -> Deputyship:
    today = timezone.localdate()
    return Deputyship.objects.create(
        person=person, deputy=deputy, starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last), **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 0, True), (-3, 0, True), (-3, -1, False), (1, 3, False)]
)
def test_deputy_holds_the_roles_from_the_first_to_the_last_day(
    first: int, last: int, holds: bool
) -> None:
    group, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    paul, dora = holder(RoleFactory(rights=["concept.release"]), group), UserFactory()
    make(paul, dora, first, last)

    grants = grants_of(dora)
    assert grants.may("concept.release", group.pk) is holds
    assert not grants.may("concept.release", foreign.pk)
    assert grants.acting_for("concept.release", group) == (paul.pk if holds else None)
    assert (dora in holders(["concept.release"], group)) is holds
    assert claimant_of(dora, effective_roles()).grants.may("concept.release", group.pk) is holds


def test_administrative_roles_are_handed_on_only_where_it_says_so() -> None:
    role = RoleFactory(rights=["role.delegate"], administrative=True)
    paul, dora, eva = holder(role), UserFactory(), UserFactory()
    make(paul, dora)
    make(paul, eva, with_administrative=True)

    assert not grants_of(dora).where("role.delegate")
    assert grants_of(eva).where("role.delegate")
    assert set(holders(["role.delegate"], None, include_superusers=False)) == {paul, eva}


def test_deputy_of_a_deputy_holds_nothing_of_the_first() -> None:
    paul = holder(RoleFactory(rights=["concept.read"]))
    dora, eva = UserFactory(), UserFactory()
    make(paul, dora)
    make(dora, eva)

    assert not grants_of(eva).where("concept.read")


def test_own_role_comes_before_that_of_a_deputy() -> None:
    group, role = ServiceGroupFactory(), RoleFactory(rights=["concept.edit"])
    paul, dora = holder(role, group), holder(role)
    make(paul, dora)

    assert grants_of(dora).acting_for("concept.edit", group) is None


def test_deputyship_that_ended_counts_as_one_on_its_last_day() -> None:
    paul, dora = holder(RoleFactory(rights=["concept.read"])), UserFactory()
    deputyship = name_deputy(
        paul, dora, by=paul, starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    end_deputyship(deputyship, by=dora)
    forget_grants(dora)

    assert not grants_of(dora).where("concept.read")
    assert RoleAuthority().partners(dora.pk) == {paul.pk: timezone.localdate()}
    assert list(AuditEntry.objects.order_by("pk").values_list("event", flat=True)) == [
        "deputy.named", "deputy.ended",
    ]  # fmt: skip


def test_nobody_makes_herself_a_deputy_or_hands_on_administrative_roles_of_her_own() -> None:
    paul, dora = UserFactory(), UserFactory()
    assign(paul, RoleFactory(rights=["concept.read"]))
    days = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
    for people, by, more in (
        ((paul, dora), dora, {}),
        ((paul, dora), UserFactory(), {}),
        ((paul, dora), paul, {"with_administrative": True}),
        ((paul, paul), paul, {}),
        ((paul, UserFactory(is_active=False)), paul, {}),
    ):
        with pytest.raises(DeputyRefused):
            name_deputy(*people, by=by, **days, **more)
    assert not Deputyship.objects.exists()
