"""Roles and assignments as actions: refusals with reasons, and what the audit log says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from concept_pages.access.grants import grants_of
from concept_pages.access.last_way import WayBack, way_back
from concept_pages.actions.assignments import (
    EndsInThePast,
    HeldAlready,
    NotYoursToGive,
    change_assignment,
    give_role,
    take_role,
)
from concept_pages.actions.roles import (
    NotYoursToRaise,
    RoleInUse,
    change_role,
    create_role,
    delete_role,
)
from concept_pages.actions.way_back import NobodyLeft
from concept_pages.models import AuditEntry, Deputyship, Role, RoleAssignment
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right

pytestmark = pytest.mark.django_db

YESTERDAY = timedelta(days=-1)


def reader() -> Role:
    return Role.objects.get(key="reader")


def test_given_and_taken_roles_are_recorded() -> None:
    person, admin = UserFactory(), holder("admin")

    assignment = give_role(to=person, role=reader(), service_group=None, by=admin)
    take_role(assignment, by=admin)

    events = AuditEntry.objects.order_by("pk").values_list("event", "detail__role")
    assert list(events) == [("assignment.given", "reader"), ("assignment.taken", "reader")]


def test_log_names_a_role_in_both_languages() -> None:
    role = RoleFactory(name_de="Betreuer", name_en="Carer")

    delete_role(role, by=None)

    assert AuditEntry.objects.get().about == "Betreuer / Carer"


def test_role_that_is_held_is_not_given_again_but_one_that_ended_is_renewed() -> None:
    person = UserFactory()
    old = assign(person, "reader", ends_on=timezone.localdate() + YESTERDAY)

    assert give_role(to=person, role=reader(), service_group=None, by=None) == old
    with pytest.raises(HeldAlready):
        give_role(to=person, role=reader(), service_group=None, by=None)


def test_end_date_in_the_past_is_refused() -> None:
    with pytest.raises(EndsInThePast):
        give_role(
            to=UserFactory(),
            role=reader(),
            service_group=None,
            by=None,
            ends_on=timezone.localdate() + YESTERDAY,
        )


def test_role_is_not_moved_to_a_foreign_group() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    assignment = assign(UserFactory(), "reader", own)

    with pytest.raises(NotYoursToGive):
        change_assignment(
            assignment,
            role=reader(),
            service_group=foreign,
            ends_on=None,
            by=holder("subadmin", own),
        )

    assert RoleAssignment.objects.get(pk=assignment.pk).service_group == own


def test_last_way_back_stays() -> None:
    admin = holder("admin")
    role, assignment = Role.objects.get(key="admin"), admin.role_assignments.get()

    with pytest.raises(NobodyLeft):
        take_role(assignment, by=admin)
    role.rights = []
    with pytest.raises(NobodyLeft):
        change_role(role, by=admin)
    with pytest.raises(NobodyLeft):
        change_assignment(
            admin.role_assignments.get(),
            role=Role.objects.get(key="admin"),
            service_group=None,
            ends_on=timezone.localdate(),
            by=admin,
        )

    assert Role.objects.get(key="admin").rights
    assert admin.role_assignments.get().ends_on is None


def test_deputy_of_an_administrator_is_no_way_back() -> None:
    admin, deputy = holder("admin"), UserFactory()
    today = timezone.localdate()
    Deputyship.objects.create(
        person=admin, deputy=deputy, starts_on=today, ends_on=today, with_administrative=True
    )
    assert grants_of(deputy).may("role.create", None)

    assert way_back() is WayBack.LASTING
    with pytest.raises(NobodyLeft):
        take_role(admin.role_assignments.get(), by=deputy)
    type(admin).objects.filter(pk=admin.pk).update(is_active=False)
    assert way_back() is WayBack.NONE


@pytest.mark.parametrize("other", ["admin", "superuser", "group"])
def test_administrator_goes_where_another_way_back_is_left(other: str) -> None:
    assignment = holder("admin").role_assignments.get()
    if other == "admin":
        holder("admin")
    elif other == "superuser":
        UserFactory(is_superuser=True)
    else:
        team = Group.objects.create(name="team")
        team.user_set.add(UserFactory())
        assign(team, "admin")

    take_role(assignment, by=None)

    assert not RoleAssignment.objects.filter(pk=assignment.pk).exists()


def test_changed_rights_are_recorded() -> None:
    role = RoleFactory(rights=["concept.read"])
    role.rights = ["concept.edit"]

    change_role(role, by=holder("admin"))

    detail = AuditEntry.objects.get(event=AuditEntry.Event.ROLE_CHANGED).detail
    assert detail["rights_added"] == ["concept.edit"]
    assert detail["rights_removed"] == ["concept.read"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rights": ["concept.read", "user.delete"]}, "rights"),
        ({"administrative": True}, "administrative"),
        ({"inherits": "isb"}, "inherits"),
    ],
)
def test_who_only_creates_roles_does_not_raise_one(changes: dict[str, Any], field: str) -> None:
    if "inherits" in changes:
        changes = {"inherits": Role.objects.get(key=changes["inherits"])}
    creator, admin = holder_of_right("role.create"), holder("admin")
    ordinary, raised = RoleFactory(rights=["concept.read"]), RoleFactory(**changes)
    calm = {"rights": ["concept.read"], "administrative": False, "inherits": None}

    for role, values in ((ordinary, calm | changes), (raised, calm)):
        for name, value in values.items():
            setattr(role, name, value)
        with pytest.raises(NotYoursToRaise) as refused:
            change_role(role, by=creator)
        assert refused.value.field == field
        change_role(role, by=admin)
    with pytest.raises(NotYoursToRaise):
        create_role(RoleFactory.build(**changes), by=creator)
    with pytest.raises(NotYoursToRaise):
        delete_role(ordinary, by=creator)

    assert create_role(RoleFactory.build(**changes), by=admin).pk


def test_who_only_creates_roles_changes_the_rest_of_an_administrative_one() -> None:
    creator, role = holder_of_right("role.create"), Role.objects.get(key="isb")
    role.name_en, role.rights = "Officer", [*role.rights, "concept.edit"]

    change_role(role, by=creator)
    delete_role(create_role(RoleFactory.build(rights=["concept.edit"]), by=creator), by=creator)

    assert "concept.edit" in Role.objects.get(key="isb", name_en="Officer").rights


def test_role_is_deleted_only_when_nobody_holds_or_inherits_it() -> None:
    held, inherited, over = RoleFactory(), RoleFactory(), RoleFactory()
    assign(UserFactory(), held)
    RoleFactory(inherits=inherited)
    assign(UserFactory(), over, ends_on=timezone.localdate() + YESTERDAY)

    for role in (held, inherited):
        with pytest.raises(RoleInUse):
            delete_role(role, by=None)
    delete_role(over, by=None)

    assert list(Role.objects.filter(pk__in=[held.pk, inherited.pk, over.pk])) == [held, inherited]
