"""What somebody may give as a deputy only, she does not give to herself: it would outlive that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from concept_pages.access.claims import claimants
from concept_pages.access.explaining import ask, explain, helpers_of
from concept_pages.access.grants import forget_grants, grants_of
from concept_pages.access.roles import effective_roles
from concept_pages.actions.assign_many import PlanNotYours, end_many, give_many, plan_giving
from concept_pages.actions.assignments import (
    NotYoursToGive,
    change_assignment,
    give_role,
    take_role,
)
from concept_pages.actions.people_groups import NotYoursToRule, save_group
from concept_pages.actions.roles import NotYoursToRaise, change_role
from concept_pages.models import AuditEntry, Deputyship, Role, RoleAssignment, ServiceGroupPage
from tests.authoring import speaks_english
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder

pytestmark = pytest.mark.django_db

SENTENCE = "as a deputy only. So you can neither give it to yourself"


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory(title_en="Network")


@pytest.fixture
def dora(group: ServiceGroupPage) -> Any:
    """Return who acts for a sub-administrator of the service group."""
    return deputy_of(holder("subadmin", group))


def deputy_of(person: Any) -> Any:
    deputy, today = speaks_english(UserFactory(first_name="Dora")), timezone.localdate()
    Deputyship.objects.create(
        person=person, deputy=deputy, starts_on=today, ends_on=today, with_administrative=True
    )
    return deputy


def team_with(*members: Any) -> Group:
    team = Group.objects.create(name="Team")
    team.user_set.set(members)
    return team


def reader() -> Role:
    return Role.objects.get(key="reader")


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("through_a_group", [False, True])
def test_deputy_gives_a_role_to_others_but_not_to_herself(
    through_a_group: bool, group: ServiceGroupPage, dora: Any
) -> None:
    to = team_with(dora, UserFactory()) if through_a_group else dora

    with pytest.raises(NotYoursToGive):
        give_role(to=to, role=reader(), service_group=group, by=dora)
    give_role(to=UserFactory(), role=reader(), service_group=group, by=dora)
    give_role(to=Group.objects.create(name="Others"), role=reader(), service_group=group, by=dora)

    assert not to.role_assignments.exists()


def test_role_of_her_own_lets_her_give_to_herself_as_ever(
    group: ServiceGroupPage, dora: Any
) -> None:
    assign(dora, "subadmin", group)

    give_role(to=dora, role=reader(), service_group=group, by=dora)
    give_role(to=team_with(dora), role=reader(), service_group=group, by=dora)

    assert dora.role_assignments.filter(role__key="reader").exists()


def test_half_of_the_right_of_her_own_is_not_enough(group: ServiceGroupPage, dora: Any) -> None:
    assign(dora, RoleFactory(rights=["service.assign"]), group)

    with pytest.raises(NotYoursToGive):
        give_role(to=dora, role=reader(), service_group=group, by=dora)


@pytest.mark.parametrize("through_a_group", [False, True])
def test_deputy_does_not_extend_or_change_what_she_holds_but_shortens_it(
    through_a_group: bool, group: ServiceGroupPage, dora: Any
) -> None:
    today = timezone.localdate()
    holds = team_with(dora) if through_a_group else dora
    hers = assign(holds, "reader", group, ends_on=today + timedelta(days=7))
    auditor = RoleFactory(rights=["concept.read", "concept.export"])

    def change(role: Role, days: int | None) -> None:
        ends_on = None if days is None else today + timedelta(days=days)
        change_assignment(hers, role=role, service_group=group, ends_on=ends_on, by=dora)

    for role, days in ((reader(), None), (reader(), 8), (auditor, 7), (auditor, 3)):
        with pytest.raises(NotYoursToGive):
            change(role, days)
    change(reader(), 7)
    change(reader(), 3)
    hers.refresh_from_db()
    assert (hers.role, hers.ends_on) == (reader(), today + timedelta(days=3))

    take_role(hers, by=dora)
    assert not holds.role_assignments.exists()


def test_what_she_holds_and_has_ended_she_does_not_renew(
    group: ServiceGroupPage, dora: Any
) -> None:
    ended = assign(dora, "reader", group, ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(NotYoursToGive):
        give_role(to=dora, role=reader(), service_group=group, by=dora)
    with pytest.raises(NotYoursToGive):
        change_assignment(ended, role=reader(), service_group=group, ends_on=None, by=dora)

    assert not grants_of(dora).of_her_own.where("concept.read")


def test_plan_for_many_refuses_the_lines_that_are_hers(
    group: ServiceGroupPage, dora: Any, django_assert_num_queries: Any
) -> None:
    other, team, others = UserFactory(), team_with(dora), Group.objects.create(name="Others")
    holders, role = [other, dora, team, others], reader()
    grants_of(dora)

    with django_assert_num_queries(2):
        lines = plan_giving(holders, role, [group], by=dora)

    assert [line.step.value for line in lines] == ["new", "refused", "refused", "new"]
    with pytest.raises(PlanNotYours):
        give_many(holders, role, [group], ends_on=None, by=dora)
    assert not RoleAssignment.objects.filter(role=role).exists()


def test_later_end_for_many_is_refused_for_what_is_hers(group: ServiceGroupPage, dora: Any) -> None:
    today = timezone.localdate()
    soon, later = today + timedelta(days=7), today + timedelta(days=30)
    rows = [assign(one, "reader", group, ends_on=soon) for one in (dora, UserFactory())]

    with pytest.raises(PlanNotYours):
        end_many(rows, ends_on=later, by=dora)
    end_many(rows[1:], ends_on=later, by=dora)
    end_many(rows, ends_on=today, by=dora)

    assert set(RoleAssignment.objects.filter(role=reader()).values_list("ends_on", flat=True)) == {
        today
    }


def test_deputy_does_not_add_herself_to_a_group_with_roles_that_she_gives_as_one() -> None:
    dora, nora = deputy_of(holder("admin")), UserFactory()
    team = team_with()
    assign(team, "reader")

    with pytest.raises(NotYoursToRule):
        save_group(team, members=[nora, dora], by=dora)
    save_group(team, members=[nora], by=dora)
    empty = Group(name="Empty")
    save_group(empty, members=[dora], by=dora)
    assert (list(team.user_set.all()), list(empty.user_set.all())) == ([nora], [dora])

    assign(dora, "admin")
    forget_grants(dora)
    save_group(team, members=[nora, dora], by=dora)
    assert dora in team.user_set.all()


@pytest.mark.parametrize("through", ["herself", "group", "heir"])
@pytest.mark.parametrize("change", ["right", "administrative right", "clearance", "parent"])
def test_deputy_does_not_raise_a_role_that_she_holds_herself(through: str, change: str) -> None:
    dora, role = deputy_of(holder("admin")), RoleFactory(rights=["concept.read"])
    assign(
        team_with(dora) if through == "group" else dora,
        RoleFactory(inherits=role) if through == "heir" else role,
    )
    if change == "clearance":
        role.clearance = "strictly_confidential"
    elif change == "parent":
        role.inherits = Role.objects.get(key="admin")
    else:
        role.rights = ["concept.read", "concept.edit" if change == "right" else "user.edit"]

    with pytest.raises(NotYoursToRaise):
        change_role(role, by=dora)

    assert not AuditEntry.objects.exists()
    change_role(role, by=deputy_of(holder("admin")))


def test_deputy_changes_the_rest_of_a_role_that_she_holds_and_raises_it_by_rights_of_her_own() -> (
    None
):
    dora, role = deputy_of(holder("admin")), RoleFactory(rights=["concept.read", "concept.edit"])
    assign(dora, role)

    role.name_en, role.rights = "Less", ["concept.read"]
    change_role(role, by=dora)
    assign(dora, RoleFactory(rights=["role.create"]))
    forget_grants(dora)
    role.rights = ["concept.read", "concept.release"]
    change_role(role, by=dora)
    role.rights = ["concept.read", "user.edit"]
    with pytest.raises(NotYoursToRaise) as refused:
        change_role(role, by=dora)

    assert refused.value.right == "role.delegate_admin"
    assert Role.objects.get(pk=role.pk).rights == ["concept.read", "concept.release"]


def test_form_says_why_and_the_log_has_the_refusal(group: ServiceGroupPage, dora: Any) -> None:
    values = {"user": dora.pk, "role": reader().pk, "service_group": group.pk}

    answer = browser(dora).post("/admin/role-assignments/create/", values)

    (said,) = answer.context["form"].non_field_errors()
    assert said.startswith("You may give the role “Reader” for: Network as a deputy only.")
    refused = AuditEntry.objects.get(event=AuditEntry.Event.DENIED)
    assert (refused.by, refused.refused, refused.detail["reason"]) == (dora, True, said)
    assert not dora.role_assignments.exists()


def test_plan_on_the_screen_says_why(group: ServiceGroupPage, dora: Any) -> None:
    chosen = {"people": [dora.pk], "role": reader().pk, "places": [group.pk]}

    plan = browser(dora).post("/admin/assignments/give/", {**chosen, "plan": "1"}, follow=True)
    assert SENTENCE in plan.content.decode()

    browser(dora).post("/admin/assignments/give/", {**chosen, "apply": "1"})
    assert AuditEntry.objects.filter(event=AuditEntry.Event.DENIED, by=dora).exists()
    assert not dora.role_assignments.exists()


def test_deputy_is_not_named_as_who_could_help_herself(group: ServiceGroupPage, dora: Any) -> None:
    roles = effective_roles()
    people = {one.pk: one for one in claimants(group.pk, roles)}

    refusal = explain(people[dora.pk], ask("concept.release", group.pk))

    able = {one.pk for one in helpers_of(refusal, people.values(), roles)}
    assert able == set(people) - {dora.pk}
