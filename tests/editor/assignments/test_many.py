"""Giving a role to many and ending many: the plan, and all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concept_pages.models import Role, RoleAssignment
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder

pytestmark = pytest.mark.django_db

GIVE, END = "/admin/assignments/give/", "/admin/assignments/end/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def role(key: str) -> int:
    return Role.objects.get(key=key).pk


def test_plan_changes_nothing_and_is_then_carried_out() -> None:
    people, team = [UserFactory(), UserFactory()], Group.objects.create(name="team")
    one, other = ServiceGroupFactory(), ServiceGroupFactory()
    assign(people[0], "reader", one)
    client = browser(holder("admin"))
    chosen = {
        "people": [person.pk for person in people],
        "groups": [team.pk],
        "role": role("reader"),
        "places": [one.pk, other.pk],
    }
    before = RoleAssignment.objects.count()

    plan = client.post(GIVE, {**chosen, "plan": "1"}, follow=True)
    assert [line.step.value for line in plan.context["lines"]].count("new") == 5
    assert [line.step.value for line in plan.context["lines"]].count("there") == 1
    assert RoleAssignment.objects.count() == before

    client.post(GIVE, {**chosen, "apply": "1"})
    assert RoleAssignment.objects.count() == before + 5


def test_plan_and_message_name_the_rights_that_do_not_count_in_a_service_group() -> None:
    client, group = browser(holder("admin")), ServiceGroupFactory()
    client.cookies["django_language"] = "en"
    chosen = {"people": [UserFactory().pk], "role": role("subadmin")}
    left_out = "these rights of the role do not count: Create templates, Edit templates."

    for place, named in (({"places": [group.pk]}, True), ({"everywhere": "on"}, False)):
        for step in ("plan", "apply"):
            answer = client.post(GIVE, {**chosen, **place, step: "1"}, follow=True)
            assert (left_out in answer.content.decode()) is named, (place, step)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("subadmin", "Choose at least one service group."),
        ("admin", "Choose at least one service group, or everywhere."),
    ],
)
def test_whoever_gives_nothing_everywhere_is_not_asked_for_it(key: str, sentence: str) -> None:
    giver = holder(key, ServiceGroupFactory() if key == "subadmin" else None)
    client = browser(giver)
    client.cookies["django_language"] = "en"
    chosen = {"people": [UserFactory().pk], "role": role("reader"), "apply": "1"}

    assert client.post(GIVE, chosen).context["form"].non_field_errors() == [sentence]


def test_choice_that_is_gone_is_said_without_its_number() -> None:
    gone, group = UserFactory(is_active=False), ServiceGroupFactory()
    chosen = {"people": [gone.pk], "role": role("reader"), "places": [group.pk], "apply": "1"}

    form = browser(holder("admin")).post(GIVE, chosen).context["form"]

    assert form.errors["people"] == [
        "Etwas, das Sie gewählt haben, steht nicht oder nicht mehr zur Wahl. Wählen Sie bitte neu."
    ]


def test_plan_names_its_columns_at_each_cell_for_narrow_screens() -> None:
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"
    chosen = {"people": [UserFactory().pk], "role": role("reader"), "everywhere": "on"}

    page = client.post(GIVE, {**chosen, "plan": "1"}, follow=True).content.decode()

    for column in ("Who", "Role", "Where", "What happens"):
        assert f'<td data-label="{column}">' in page


def test_history_of_an_assignment_says_who_gave_it_with_many_and_ended_it() -> None:
    giver, person = holder("admin", first_name="Ada", last_name="Admin"), UserFactory()
    client = browser(giver)
    chosen = {"people": [person.pk], "role": role("reader"), "everywhere": "on"}

    client.post(GIVE, {**chosen, "apply": "1"})
    given = person.role_assignments.get()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    client.post(END, {"rows": [given.pk], "how": "end", "ends_on": tomorrow, "apply": "1"})

    page = client.get(f"/admin/role-assignments/history/{given.pk}/")
    rows = [(row.action, row.user) for row in page.context["object_list"]]
    assert rows == [("wagtail.edit", giver), ("wagtail.create", giver)]


def test_bad_row_changes_nothing() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    giver, person = holder("subadmin", own), UserFactory()
    from tests.factories.people import RoleFactory  # noqa: PLC0415

    assign(giver, RoleFactory(rights=["role.delegate_admin", "service.assign"]), foreign)
    chosen = {"people": [person.pk], "role": role("isb"), "places": [own.pk, foreign.pk]}

    response = browser(giver).post(GIVE, {**chosen, "apply": "1"})

    assert response.context["refused"]
    assert not person.role_assignments.exists()


def test_department_stands_for_its_service_groups() -> None:
    department, person = DepartmentFactory(), UserFactory()
    for _ in range(2):
        ServiceFactory(department=department)
    ServiceFactory()
    chosen = {"people": [person.pk], "role": role("reader"), "departments": [department.pk]}

    browser(holder("admin")).post(GIVE, {**chosen, "apply": "1"})

    assert person.role_assignments.count() == 2


def test_subadmin_is_not_offered_foreign_groups_of_a_department() -> None:
    department, own = DepartmentFactory(), ServiceGroupFactory()
    ServiceFactory(department=department, group=own)
    ServiceFactory(department=department, group=ServiceGroupFactory(title="Fremde"))
    person = UserFactory()
    chosen = {"people": [person.pk], "role": role("reader"), "departments": [department.pk]}
    client = browser(holder("subadmin", own))

    assert "Fremde" not in client.get(GIVE).content.decode()
    client.post(GIVE, {**chosen, "apply": "1"})

    assert [a.service_group_id for a in person.role_assignments.all()] == [own.pk]


def test_subadmin_is_offered_departments_with_groups_of_her_own_only() -> None:
    own = ServiceGroupFactory()
    ServiceFactory(department=DepartmentFactory(name_de="Mit eigenen"), group=own)
    ServiceFactory(department=DepartmentFactory(name_de="Nur mit fremden"))

    content = browser(holder("subadmin", own)).get(GIVE).content.decode()

    assert "Mit eigenen" in content
    assert "Nur mit fremden" not in content
    assert "Alle Dienstgruppen einer Abteilung" not in content


def test_chosen_rows_are_taken_together() -> None:
    rows = [assign(UserFactory(), "reader") for _ in range(2)]
    chosen = {"rows": [row.pk for row in rows], "how": "take"}
    client = browser(holder("admin"))

    plan = client.post(END, {**chosen, "plan": "1"}, follow=True)
    assert len(plan.context["lines"]) == 2
    client.post(END, {**chosen, "apply": "1"})

    assert not RoleAssignment.objects.filter(pk__in=chosen["rows"]).exists()


def test_going_back_in_the_browser_finds_the_plan_and_the_choices() -> None:
    person, client = UserFactory(), browser(holder("admin"))
    chosen = {"people": [person.pk], "role": role("reader"), "everywhere": "on"}

    plan = client.post(GIVE, {**chosen, "plan": "1"}).url
    choices = client.post(GIVE, {**chosen, "back": "1"}).url
    assert person.username in client.get(choices).content.decode()
    assert "checked" in str(client.get(choices).context["form"]["people"])
    assert not person.role_assignments.exists()  # an address shows; only a form carries out
    client.get(f"{plan}&apply=1")
    assert not person.role_assignments.exists()

    client.post(GIVE, {**chosen, "apply": "1"})
    assert [line.step.value for line in client.get(plan).context["lines"]] == ["there"]


def test_plan_of_what_has_been_taken_leads_to_the_list() -> None:
    rows = [assign(UserFactory(), "reader") for _ in range(2)]
    client = browser(holder("admin"))
    plan = client.post(END, {"rows": [row.pk for row in rows], "how": "take", "plan": "1"}).url
    rows[0].delete()

    assert client.get(plan).url == "/admin/role-assignments/"


def test_plan_says_what_is_held_beside_it_and_what_everywhere_leaves_out() -> None:
    group, person, boss = ServiceGroupFactory(title_en="Network"), UserFactory(), UserFactory()
    assign(person, "reader", group)
    assign(boss, "reader")
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"
    both = {"role": role("reader"), "places": [group.pk], "plan": "1"}

    everywhere = {**both, "people": [person.pk], "everywhere": "on"}
    plan = client.post(GIVE, everywhere, follow=True)
    there = client.post(GIVE, {**both, "people": [boss.pk]}, follow=True)

    assert plan.context["lines"][0].sentence.startswith("Already held for: Network.")
    assert "the single ones that you chose are left out" in plan.content.decode()
    assert there.context["lines"][0].sentence.startswith("Already held everywhere")


def test_chosen_rows_end_on_a_day() -> None:
    row, day = assign(UserFactory(), "reader"), timezone.localdate() + timedelta(days=7)
    chosen = {"rows": [row.pk], "how": "end", "ends_on": day.isoformat()}

    browser(holder("admin")).post(END, {**chosen, "apply": "1"})

    row.refresh_from_db()
    assert row.ends_on == day


def test_foreign_row_cannot_be_ended() -> None:
    row = assign(UserFactory(), "reader", ServiceGroupFactory())
    client = browser(holder("subadmin", ServiceGroupFactory()))

    client.post(END, {"rows": [row.pk], "how": "take", "apply": "1"})

    assert RoleAssignment.objects.filter(pk=row.pk).exists()


def test_last_administrator_is_not_taken() -> None:
    admin = holder("admin")
    row = admin.role_assignments.get()

    response = browser(admin).post(END, {"rows": [row.pk], "how": "take", "apply": "1"})

    assert response.context["refusal"]
    assert RoleAssignment.objects.filter(pk=row.pk).exists()


def test_day_that_is_none_is_refused_and_nothing_is_given_or_ended() -> None:
    person, held = UserFactory(), assign(UserFactory(), "reader")
    client = browser(holder("admin"))
    gives = {"people": [person.pk], "role": role("reader"), "everywhere": "on"}
    ends = {"rows": [held.pk], "how": "end"}

    for address, chosen in ((GIVE, gives), (END, ends)):
        response = client.post(address, {**chosen, "ends_on": "31.13.2099", "apply": "1"})
        form = response.context["form"]
        assert form.errors["ends_on"]
        assert 'type="date"' in str(form["ends_on"])

    held.refresh_from_db()
    assert held.ends_on is None
    assert not person.role_assignments.exists()


def team_of(*surnames: str, name: str = "team") -> Group:
    team = Group.objects.create(name=name)
    team.user_set.set(UserFactory(first_name="", last_name=one, username=one) for one in surnames)
    return team


@pytest.mark.parametrize(
    ("surnames", "english", "german"),
    [
        ((), "no members", "keine Mitglieder"),
        (("a",), "1 member: a (a)", "1 Mitglied: a (a)"),
        (("c", "b", "a"), "3 members: a (a), b (b), c (c)", "3 Mitglieder: a (a), b (b), c (c)"),
        (
            ("e", "d", "c", "b", "a"),
            "5 members: a (a), b (b), c (c), and 2 more",
            "5 Mitglieder: a (a), b (b), c (c), und 2 weitere",
        ),
    ],
)
def test_form_and_plan_say_who_is_in_a_group_of_people(
    surnames: tuple[str, ...], english: str, german: str
) -> None:
    place, team = ServiceGroupFactory(), team_of(*surnames)
    client = browser(holder("subadmin", place))
    chosen = {"groups": [team.pk], "role": role("reader"), "places": [place.pk], "plan": "1"}

    for language, words in (("en", english), ("de", german)):
        client.cookies["django_language"] = language
        form = client.get(GIVE).content.decode()
        plan = client.post(GIVE, chosen, follow=True).content.decode()

        assert f"team ({words})" in form
        assert f"<small>{words}</small>" in plan


def test_members_of_groups_cost_the_same_for_one_and_three() -> None:
    place = ServiceGroupFactory()
    client = browser(holder("admin"))

    def queries(groups: list[Group]) -> tuple[int, int]:
        chosen = {"groups": [group.pk for group in groups], "role": role("reader")}
        with CaptureQueriesContext(connection) as form:
            client.get(GIVE)
        with CaptureQueriesContext(connection) as plan:
            client.get(GIVE, chosen | {"places": [place.pk], "plan": "1"})
        return len(form), len(plan)

    groups = [team_of("a")]
    queries(groups)
    one = queries(groups)
    groups += [team_of("b", "c", name="more"), team_of("d", name="most")]

    assert queries(groups) == one
