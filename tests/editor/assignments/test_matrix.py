"""The assignment matrix: who is in it, for whom, and at which cost."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from concept_pages.editor.assignments.marks import marks_of
from concept_pages.models import AuditEntry, Deputyship, Role, RoleAssignment
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder
from workflows.people import name_of

pytestmark = pytest.mark.django_db

MATRIX, FILE = "/admin/assignments/matrix/", "/admin/assignments/matrix.csv"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def act_for(person: Any, deputy: Any, *, first: int = 0) -> None:
    day = timezone.localdate() + timedelta(days=first)
    Deputyship.objects.create(person=person, deputy=deputy, starts_on=day, ends_on=day)


def page(user: Any, **asked: Any) -> str:
    response = browser(user).get(MATRIX, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_matrix_shows_roles_of_people_and_through_groups() -> None:
    group, team = ServiceGroupFactory(), Group.objects.create(name="Netzteam")
    owner, member = holder("owner", group), UserFactory()
    team.user_set.add(member)
    assign(team, "csirt")

    shown = page(holder("admin"))

    assert owner.username in shown
    assert member.username in shown
    assert "matrix__mark--through" in shown


def test_matrix_shows_what_somebody_holds_as_a_deputy() -> None:
    group, team = ServiceGroupFactory(), Group.objects.create(name="Netzteam")
    owner, member = holder("owner", group), UserFactory()
    team.user_set.add(member)
    assign(team, "csirt")
    assign(member, "isb")  # administrative: not handed on
    deputy, none_yet = UserFactory(), UserFactory()
    with translation.override("en"):
        today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    act_for(owner, deputy)
    act_for(member, deputy)
    act_for(owner, none_yet, first=1)

    client = browser(holder("admin"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    shown = client.get(MATRIX).content.decode()
    table = list(csv.reader(io.StringIO(client.get(FILE).content.decode())))

    cells = next(cell for cell in table if deputy.username in cell[0])[1:]
    assert sorted(filter(None, cells)) == [
        f"CSIRT (as deputy of {name_of(member)} (until {today}))",
        f"Service owner (as deputy of {name_of(owner)} (until {today}))",
    ]
    assert "matrix__mark--deputy" in shown
    assert none_yet.username not in shown


def test_deputy_of_several_people_has_one_mark_that_names_each_once() -> None:
    group, deputy = ServiceGroupFactory(), UserFactory()
    people = [holder("owner", group) for _ in range(3)]
    for person in people:
        assign(person, "owner", ServiceGroupFactory())
        act_for(person, deputy)

    shown = page(holder("admin"), name=deputy.username, service_group=group.pk)

    assert shown.count('class="matrix__mark matrix__mark--deputy" title') == 1
    title = shown.split('matrix__mark--deputy" title="')[1].split('"')[0]
    assert [title.count(name_of(person)) for person in people] == [1, 1, 1]


def test_role_that_ends_has_a_star_and_its_last_day() -> None:
    day = timezone.localdate() + timedelta(days=3)
    person = UserFactory()
    assign(person, "reader", ServiceGroupFactory(), ends_on=day)
    admin = holder("admin")

    shown, saved = page(admin), browser(admin).get(FILE).content.decode()

    assert f"{day:%d.%m.%Y})" in shown
    assert f"{day:%d.%m.%Y})" in saved
    assert shown.count("*</span>") == 2  # in the cell and in the legend


def test_matrix_costs_the_same_for_one_deputy_and_for_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, group = browser(holder("admin")), ServiceGroupFactory()
    act_for(holder("owner", group), UserFactory())
    client.get(MATRIX)
    with django_assert_max_num_queries(100) as first:
        client.get(MATRIX)
    for _ in range(2):
        act_for(holder("owner", group), UserFactory())
    with django_assert_max_num_queries(len(first)):
        client.get(MATRIX)


def test_matrix_leaves_out_what_has_ended() -> None:
    person = UserFactory()
    assign(person, "reader", ends_on=timezone.localdate() - timedelta(days=1))

    assert person.username not in page(holder("admin"))


def test_subadmin_sees_only_her_groups_and_who_has_an_ordinary_role_there() -> None:
    own, foreign = ServiceGroupFactory(title="Meine"), ServiceGroupFactory(title="Fremde")
    here, there = holder("reader", own), holder("reader", foreign)
    officer, everywhere = holder("isb", own), holder("reader")

    shown = page(holder("subadmin", own))

    assert here.username in shown
    for hidden in (there.username, officer.username, everywhere.username, "Fremde"):
        assert hidden not in shown


def test_subadmin_saves_only_her_part_as_a_file() -> None:
    own, foreign = ServiceGroupFactory(title="Meine"), ServiceGroupFactory(title="Fremde")
    here, there = holder("reader", own), holder("reader", foreign)

    text = browser(holder("subadmin", own)).get(FILE).content.decode()

    assert here.username in text
    assert there.username not in text
    assert "Fremde" not in text
    assert AuditEntry.objects.get(event=AuditEntry.Event.EXPORTED).about == "assignments.csv"


@pytest.mark.parametrize("address", [MATRIX, FILE, "/admin/assignments/give/"])
def test_matrix_opens_only_for_those_who_give_roles(address: str) -> None:
    client = browser(holder("owner", ServiceGroupFactory()))

    assert client.get(address).status_code in (302, 403)


def test_formula_in_a_name_is_harmless_in_the_file() -> None:
    assign(Group.objects.create(name="x"), "reader")
    holder("reader", username="plain", first_name="=1+1", last_name="x")

    assert "'=1+1" in browser(holder("admin")).get(FILE).content.decode()


def test_matrix_is_filtered() -> None:
    one, other = ServiceGroupFactory(title="Erste"), ServiceGroupFactory(title="Zweite")
    department = DepartmentFactory()
    ServiceFactory(group=one, department=department)
    first, second = holder("reader", one), holder("operator", other)
    admin = holder("admin")

    for asked in (
        {"name": first.last_name},
        {"role": Role.objects.get(key="reader").pk},
        {"service_group": one.pk},
        {"department": department.pk},
    ):
        shown = page(admin, **asked)
        assert first.username in shown
        assert second.username not in shown


def test_all_people_are_shown_when_asked_for() -> None:
    person = UserFactory()

    assert person.username not in page(holder("admin"))
    assert person.username in page(holder("admin"), people="all")


def test_matrix_costs_the_same_for_one_person_and_for_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(holder("admin"))
    holder("reader", ServiceGroupFactory())
    client.get(MATRIX)
    with django_assert_max_num_queries(100) as first:
        client.get(MATRIX)
    for _ in range(2):
        holder("operator", ServiceGroupFactory())
    with django_assert_max_num_queries(len(first)):
        client.get(MATRIX)


def test_large_matrix_costs_a_bounded_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    groups = [ServiceGroupFactory() for _number in range(100)]
    role = Role.objects.get(key="reader")
    people = [UserFactory() for _number in range(20)]
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=person, role=role, service_group=group)
        for person in people
        for group in groups[::10]
    )
    client = browser(holder("admin"))
    client.get(MATRIX, {"role": role.pk})

    with django_assert_max_num_queries(60):
        shown = client.get(MATRIX, {"role": role.pk}).content.decode()

    assert all(person.username in shown for person in people)
    assert shown.count("<td>") >= 20 * (100 + 1)


def test_marks_differ_and_take_abbreviations_from_names() -> None:
    marks = {Role.objects.get(pk=pk).key: mark for pk, mark in marks_of(Role.objects.all()).items()}

    assert len(set(marks.values())) == len(marks)
    assert (marks["isb"], marks["csirt"]) == ("ISB", "CSIRT")
    assert (marks["operator"], marks["owner"]) == ("DB", "DV")


def test_column_for_everywhere_leads_to_a_form_that_has_chosen_it() -> None:
    group = ServiceGroupFactory()

    page = browser(holder("admin")).get(MATRIX).content.decode()

    assert "&amp;service_group=everywhere" in page
    assert f"&amp;service_group={group.pk}" in page


def test_headings_break_after_slashes_and_stay_escaped() -> None:
    place = ServiceGroupFactory(title="Dienste/<b>Apps</b>", title_en="")
    admin = holder("admin")
    assign(admin, "reader", place)

    page = browser(admin).get(MATRIX).content.decode()

    assert "<span>Dienste/<wbr>&lt;b&gt;Apps&lt;/<wbr>b&gt;</span>" in page
