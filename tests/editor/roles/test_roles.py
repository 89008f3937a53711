"""Roles and assignments in the admin: what may be ticked, given and taken by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concept_pages.access.rights import RIGHTS
from concept_pages.editor.roles.effective import effective_rights
from concept_pages.editor.roles.forms import choices_of_rights
from concept_pages.models import Role, RoleAssignment, ServiceGroupPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right

pytestmark = pytest.mark.django_db

ROLES, ASSIGNMENTS = "/admin/roles/", "/admin/role-assignments/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def role_form(**changes: Any) -> dict[str, Any]:
    return {
        "name_de": "Neue Rolle",
        "name_en": "New role",
        "key": "new_role",
        "description_de": "",
        "description_en": "",
        "inherits": "",
        "rights": ["concept.read"],
        "clearance": "internal",
        **changes,
    }


def give(by: Any, role: Role | str, to: Any = None, at: ServiceGroupPage | None = None) -> bool:
    """Post the form that assigns a role, and return whether it was assigned."""
    role = Role.objects.get(key=role) if isinstance(role, str) else role
    to = to or UserFactory()
    before = RoleAssignment.objects.count()
    browser(by).post(
        f"{ASSIGNMENTS}create/",
        {
            "user": "" if isinstance(to, Group) else to.pk,
            "group": to.pk if isinstance(to, Group) else "",
            "role": role.pk,
            "service_group": at.pk if at else "everywhere",
            "ends_on": "",
        },
    )
    return RoleAssignment.objects.count() == before + 1


def test_every_right_can_be_ticked() -> None:
    offered = {code for _topic, choices in choices_of_rights() for code, _label in choices}

    assert offered == set(RIGHTS)


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("concept.export", "as a file. Counts only together with “Read concepts”."),
        ("template.create", "from a file. Counts only where the role is given everywhere."),
    ],
)
def test_form_and_page_of_a_role_say_what_a_right_takes(right: str, said: str) -> None:
    role, client = RoleFactory(rights=[right]), browser(holder("admin"))
    client.cookies["django_language"] = "en"

    for address in (f"{ROLES}create/", f"{ROLES}inspect/{role.pk}/"):
        assert said in client.get(address).content.decode(), address


def test_administrator_creates_a_role() -> None:
    browser(holder("admin")).post(f"{ROLES}create/", role_form())

    assert Role.objects.get(key="new_role").rights == ["concept.read"]


def test_role_that_somebody_else_creates_at_the_same_moment_is_refused_by_its_key() -> None:
    def somebody_else(sender: Any, instance: Role, **_kwargs: Any) -> None:
        Role.objects.bulk_create([Role(key=instance.key)])

    pre_save.connect(somebody_else, sender=Role)
    try:
        answer = browser(holder("admin")).post(f"{ROLES}create/", role_form())
    finally:
        pre_save.disconnect(somebody_else, sender=Role)

    form = answer.context["form"]
    assert form.errors["key"] == ["Es gibt bereits eine Rolle mit diesem Schlüssel."]
    assert form["name_en"].value() == "New role"


@pytest.mark.parametrize("field", ["name_de", "name_en"])
def test_name_of_another_role_is_refused(field: str) -> None:
    other = RoleFactory(name_de="Prüferin", name_en="Checker")
    form = role_form(**{field: getattr(other, field).upper()})

    refused = browser(holder("admin")).post(f"{ROLES}create/", form)

    assert list(refused.context["form"].errors) == [field]


def test_right_that_does_not_exist_is_refused() -> None:
    browser(holder("admin")).post(f"{ROLES}create/", role_form(rights=["concept.burn"]))

    assert not Role.objects.filter(key="new_role").exists()


@pytest.mark.parametrize("everywhere", [True, False])
def test_giving_a_role_says_which_rights_do_not_count_there(everywhere: bool) -> None:
    client, group = browser(holder("admin")), ServiceGroupFactory()
    client.cookies["django_language"] = "en"
    role = RoleFactory(rights=["audit.read", "concept.read"])
    form = {"user": UserFactory().pk, "role": role.pk, "ends_on": "", "group": ""}
    place = "everywhere" if everywhere else group.pk

    page = client.post(f"{ASSIGNMENTS}create/", form | {"service_group": place}, follow=True)

    left_out = (
        "For a single service group these rights of the role do not count: Read the audit log."
    )
    assert (left_out in page.content.decode()) is not everywhere


def test_form_refuses_to_raise_a_role_and_keeps_what_was_typed() -> None:
    creator, role = holder_of_right("role.create"), RoleFactory(rights=["concept.read"])
    assign(creator, role)
    client = browser(creator)
    client.cookies["django_language"] = "en"
    typed = role_form(key=role.key, name_en="Typed", rights=["concept.read", "role.delegate_admin"])

    refused = client.post(f"{ROLES}edit/{role.pk}/", typed)

    form = refused.context["form"]
    assert form.errors["rights"] == [
        "Only those who may grant administrative roles everywhere add these rights to a role or"
        " remove them: Grant administrative roles."
    ]
    assert form["name_en"].value() == "Typed"
    assert "role.delegate_admin" in form["rights"].value()
    role.refresh_from_db()
    assert role.rights == ["concept.read"]


def test_page_says_who_deletes_an_administrative_role() -> None:
    role, client = RoleFactory(rights=["user.delete"]), browser(holder_of_right("role.create"))
    client.cookies["django_language"] = "en"

    for answer in (
        client.get(f"{ROLES}delete/{role.pk}/"),
        client.post(f"{ROLES}delete/{role.pk}/"),
    ):
        assert "delete an administrative role" in answer.content.decode()
    assert Role.objects.filter(pk=role.pk).exists()


@pytest.mark.parametrize("role", ["subadmin", "owner", "isb", "operator"])
def test_others_create_no_roles(role: str) -> None:
    client = browser(holder(role))

    client.post(f"{ROLES}create/", role_form())

    assert not Role.objects.filter(key="new_role").exists()


def test_role_cannot_inherit_from_its_heirs() -> None:
    reader, owner = Role.objects.get(key="reader"), Role.objects.get(key="owner")
    values = role_form(key="reader", inherits=owner.pk)

    response = browser(holder("admin")).post(f"{ROLES}edit/{reader.pk}/", values)

    assert response.context["form"].errors["inherits"]


def test_effective_rights_name_the_role_they_come_from() -> None:
    owner = Role.objects.get(key="owner")

    sources = {row.right.code: row.source and row.source.key for row in effective_rights(owner)}

    assert (sources["concept.release"], sources["concept.edit"], sources["concept.read"]) == (
        "owner",
        "operator",
        "reader",
    )
    assert sources["concept.review"] is None


def test_clearance_that_counts_is_the_one_that_is_shown() -> None:
    parent = RoleFactory(clearance="strictly_confidential", name_en="Parent")
    heir = RoleFactory(inherits=parent, clearance="internal", name_en="Heir")
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"

    page = client.get(f"{ROLES}inspect/{heir.pk}/").content.decode()
    listed = client.get(ROLES, {"q": heir.key}).content.decode()

    assert "inherited from “Parent”; of its own: internal." in page
    assert "trictly confidential" in listed.split("</thead>")[-1]


def test_role_form_shows_inherited_rights() -> None:
    owner = Role.objects.get(key="owner")

    page = browser(holder("admin")).get(f"{ROLES}edit/{owner.pk}/").content.decode()

    assert str(Role.objects.get(key="reader")) in page
    assert str(RIGHTS["concept.read"].description) in page


def test_role_demands_a_second_factor_by_a_tick() -> None:
    browser(holder("admin")).post(f"{ROLES}create/", role_form(second_factor="on"))

    assert Role.objects.get(key="new_role").second_factor


def test_demand_for_a_second_factor_is_shown_for_heirs_too() -> None:
    ancestor = RoleFactory(second_factor=True)
    heir, other = RoleFactory(inherits=ancestor), RoleFactory()
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"

    def page(role: Role) -> str:
        return str(client.get(f"{ROLES}inspect/{role.pk}/").content.decode())

    shown = {
        role.pk: role.demands_second_factor for role in client.get(ROLES).context["object_list"]
    }
    assert [shown[role.pk] for role in (ancestor, heir, other)] == [True, True, False]
    assert "signs in with a second factor" in page(heir)
    assert "demands no second factor" in page(other)


def test_list_of_roles_costs_the_same_with_more_of_them() -> None:
    client = browser(holder("admin"))

    def queries() -> int:
        client.get(ROLES)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROLES).status_code == 200
        return len(asked)

    few = queries()
    for _number in range(3):
        RoleFactory(second_factor=True)

    assert queries() == few


def test_role_in_use_is_not_deleted() -> None:
    role = RoleFactory()
    assign(UserFactory(), role)

    response = browser(holder("admin")).post(f"{ROLES}delete/{role.pk}/")

    assert response.status_code == 200
    assert Role.objects.filter(pk=role.pk).exists()


def test_unused_role_is_deleted() -> None:
    role = RoleFactory()

    browser(holder("admin")).post(f"{ROLES}delete/{role.pk}/")

    assert not Role.objects.filter(pk=role.pk).exists()


@pytest.mark.parametrize(
    ("giver", "role", "place", "given"),
    [
        ("subadmin", "operator", "own", True),
        ("subadmin", "owner", "own", True),
        ("subadmin", "operator", "foreign", False),
        ("subadmin", "operator", "everywhere", False),
        ("subadmin", "admin", "own", False),
        ("subadmin", "subadmin", "own", False),
        ("subadmin", "isb", "own", False),
        ("owner", "reader", "own", False),
        ("isb", "reader", "own", False),
        ("admin", "isb", "everywhere", True),
        ("admin", "admin", "own", True),
    ],
)
def test_role_is_given_where_and_by_whom_it_may(
    giver: str, role: str, place: str, given: bool
) -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    person = holder(giver, None if giver == "admin" else own)

    assert give(person, role, at={"own": own, "foreign": foreign}.get(place)) is given


def test_role_that_inherits_from_an_administrative_one_counts_as_administrative() -> None:
    heir = RoleFactory(inherits=Role.objects.get(key="subadmin"))
    own = ServiceGroupFactory()

    assert not give(holder("subadmin", own), heir, at=own)


def test_role_is_given_to_a_group() -> None:
    assert give(holder("admin"), "reader", to=Group.objects.create(name="team"))


def test_role_is_given_to_either_a_person_or_a_group() -> None:
    person, group = UserFactory(), Group.objects.create(name="team")
    role = Role.objects.get(key="reader")

    browser(holder("admin")).post(
        f"{ASSIGNMENTS}create/", {"user": person.pk, "group": group.pk, "role": role.pk}
    )

    assert not RoleAssignment.objects.filter(user=person).exists()


def test_role_is_not_given_twice() -> None:
    person = UserFactory()
    admin = holder("admin")

    assert (give(admin, "reader", to=person), give(admin, "reader", to=person)) == (True, False)


def test_list_shows_the_assignments_of_the_own_groups_only() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    here, there = holder("reader", own), holder("reader", foreign)

    page = browser(holder("subadmin", own)).get(ASSIGNMENTS).content.decode()

    assert here.username in page
    assert there.username not in page


@pytest.mark.parametrize("action", ["edit", "delete", "history"])
def test_assignment_in_a_foreign_group_does_not_open(action: str) -> None:
    foreign = assign(UserFactory(), "reader", ServiceGroupFactory())
    client = browser(holder("subadmin", ServiceGroupFactory()))

    assert client.get(f"{ASSIGNMENTS}{action}/{foreign.pk}/").status_code == 302


def test_last_administrator_is_told_before_the_click_that_her_role_stays() -> None:
    admin = holder("admin")
    client, held = browser(admin), admin.role_assignments.get()
    client.cookies["django_language"] = "en"
    address = f"{ASSIGNMENTS}delete/{held.pk}/"

    alone = client.get(address).content.decode()
    assert "cannot be taken. Afterwards nobody could create roles" in alone
    assert "serious" not in alone

    holder("admin")
    assert "Take this role?" in client.get(address).content.decode()


def test_administrative_assignment_is_not_taken_by_who_could_not_give_it() -> None:
    own = ServiceGroupFactory()
    assignment = assign(UserFactory(), "isb", own)

    browser(holder("subadmin", own)).post(f"{ASSIGNMENTS}delete/{assignment.pk}/")

    assert RoleAssignment.objects.filter(pk=assignment.pk).exists()


def test_copy_of_a_role_takes_over_everything_but_name_and_key() -> None:
    source = RoleFactory(
        inherits=Role.objects.get(key="reader"),
        rights=["concept.review"],
        clearance="confidential",
        administrative=True,
    )

    page = browser(holder("admin")).get(f"{ROLES}create/", {"start_from": source.key})

    form = page.context["form"]
    taken = {name: form[name].value() for name in ("rights", "clearance", "administrative")}
    assert taken == {
        "rights": ["concept.review"],
        "clearance": "confidential",
        "administrative": True,
    }
    assert form["inherits"].value() == source.inherits.pk
    assert not any(form[name].value() for name in ("key", "name_de", "name_en"))


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", {"endless", "today", "in 30 days", "in 31 days", "over"}),
        ("current", {"endless", "today", "in 30 days", "in 31 days"}),
        ("soon", {"today", "in 30 days"}),
        ("ended", {"over"}),
    ],
)
def test_list_of_assignments_is_filtered_by_state(state: str, shown: set[str]) -> None:
    today = timezone.localdate()
    for name, days in (("today", 0), ("in 30 days", 30), ("in 31 days", 31), ("over", -1)):
        assign(UserFactory(username=name), "operator", ends_on=today + timedelta(days=days))
    assign(UserFactory(username="endless"), "operator")
    asked = {"role": "operator"} | ({"state": state} if state else {})

    page = browser(holder("admin")).get(ASSIGNMENTS, asked)

    assert {row.user.username for row in page.context["object_list"]} == shown


@pytest.mark.parametrize(
    ("holders", "said"), [(1, "It counts for 1 person."), (2, "It counts for 2 people.")]
)
def test_saved_role_says_for_how_many_people_it_counts(holders: int, said: str) -> None:
    role = RoleFactory(key="counted")
    team = Group.objects.create(name="team")
    assign(team, RoleFactory(inherits=role))
    for _number in range(holders):
        UserFactory().groups.add(team)
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"

    response = client.post(f"{ROLES}edit/{role.pk}/", role_form(key="counted"), follow=True)

    assert said in response.content.decode()


def assignment_form(person: Any, **changes: Any) -> dict[str, Any]:
    reader = Role.objects.get(key="reader")
    return {"user": person.pk, "role": reader.pk, "service_group": "everywhere", **changes}


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("de", "2099-12-31", "2099-12-31"),
        ("de", "31.12.2099", "2099-12-31"),
        ("en", "31.12.2099", None),
        ("de", "31.13.2099", None),
        ("en", "at Christmas", None),
    ],
)
def test_end_date_typed_by_hand_is_understood_or_refused(
    language: str, typed: str, kept: str | None
) -> None:
    person = UserFactory()
    client = browser(holder("admin"))
    client.cookies["django_language"] = language

    response = client.post(f"{ASSIGNMENTS}create/", assignment_form(person, ends_on=typed))

    days = [str(held.ends_on) for held in person.role_assignments.all()]
    assert days == ([kept] if kept else [])
    if kept is None:
        assert list(response.context["form"].errors) == ["ends_on"]


def test_form_asks_for_the_day_as_the_browser_does() -> None:
    held = assign(UserFactory(), "reader", ends_on=timezone.localdate())
    form = browser(holder("admin")).get(f"{ASSIGNMENTS}edit/{held.pk}/").context["form"]

    assert 'type="date"' in str(form["ends_on"])
    assert f'value="{timezone.localdate().isoformat()}"' in str(form["ends_on"])


def test_place_starts_empty_and_must_be_chosen() -> None:
    person = UserFactory()
    client = browser(holder("admin"))

    choice = client.get(f"{ASSIGNMENTS}create/").context["form"]["service_group"]
    assert '<option value="" selected>' in str(choice)
    response = client.post(f"{ASSIGNMENTS}create/", assignment_form(person, service_group=""))

    assert list(response.context["form"].errors) == ["service_group"]
    assert not person.role_assignments.exists()


def test_everywhere_is_offered_to_those_who_give_something_there_only() -> None:
    group = ServiceGroupFactory()
    person, subadmin = UserFactory(), browser(holder("subadmin", group))

    def values(client: Client) -> list[Any]:
        form = client.get(f"{ASSIGNMENTS}create/").context["form"]
        return [str(value) for value, _label in form.fields["service_group"].choices]

    assert values(subadmin) == ["", str(group.pk)]
    assert "everywhere" in values(browser(holder("admin")))
    response = subadmin.post(f"{ASSIGNMENTS}create/", assignment_form(person))
    assert list(response.context["form"].errors) == ["service_group"]


def test_assignment_everywhere_opens_as_such_and_stays() -> None:
    person, client = UserFactory(), browser(holder("admin"))
    held = assign(person, "reader")
    address = f"{ASSIGNMENTS}edit/{held.pk}/"

    page = client.get(address)
    client.post(address, assignment_form(person, ends_on="2099-12-31"))

    assert '<option value="everywhere" selected>' in str(page.context["form"]["service_group"])
    held.refresh_from_db()
    assert (held.service_group, str(held.ends_on)) == (None, "2099-12-31")


def test_address_chooses_the_place() -> None:
    group, client = ServiceGroupFactory(), browser(holder("admin"))

    for place in ("everywhere", str(group.pk)):
        page = client.get(f"{ASSIGNMENTS}create/", {"service_group": place})
        chosen = f'<option value="{place}" selected>'
        assert chosen in str(page.context["form"]["service_group"])


def test_stale_form_does_not_undo_the_changes_of_somebody_else_unknowingly() -> None:
    role = RoleFactory(rights=["concept.read"])
    client, address = browser(holder("admin")), f"{ROLES}edit/{role.pk}/"
    client.cookies["django_language"] = "en"
    seen = client.get(address).context["form"]["seen"].value()
    typed = role_form(key=role.key, name_en="Mine", seen=seen)
    Role.objects.filter(pk=role.pk).update(rights=["concept.read", "concept.export"])

    refused = client.post(address, typed)

    form = refused.context["form"]
    assert str(RIGHTS["concept.export"].label) in form.non_field_errors()[0]
    assert form["name_en"].value() == "Mine"
    assert f'value="{form["seen"].value()}"' in refused.content.decode()
    role.refresh_from_db()
    assert role.rights == ["concept.read", "concept.export"]

    client.post(address, typed | {"seen": form["seen"].value()})

    role.refresh_from_db()
    assert (role.name_en, role.rights) == ("Mine", ["concept.read"])


def test_stale_form_does_not_put_an_end_date_back_unknowingly() -> None:
    held = assign(UserFactory(), "reader")
    client, address = browser(holder("admin")), f"{ASSIGNMENTS}edit/{held.pk}/"
    client.cookies["django_language"] = "en"
    seen = client.get(address).context["form"]["seen"].value()
    typed = assignment_form(held.user, role=Role.objects.get(key="operator").pk, seen=seen)
    day = timezone.localdate() + timedelta(days=9)
    RoleAssignment.objects.filter(pk=held.pk).update(ends_on=day)

    form = client.post(address, typed).context["form"]

    assert "instead of “without end”" in form.non_field_errors()[0]
    held.refresh_from_db()
    assert (held.role.key, held.ends_on) == ("reader", day)

    client.post(address, typed | {"seen": form["seen"].value()})

    held.refresh_from_db()
    assert (held.role.key, held.ends_on) == ("operator", None)


def test_role_that_is_there_already_is_led_to() -> None:
    person, client = UserFactory(), browser(holder("admin"))
    held = assign(person, "reader", ends_on=timezone.localdate())

    page = client.post(f"{ASSIGNMENTS}create/", assignment_form(person)).content.decode()

    assert f"{ASSIGNMENTS}edit/{held.pk}/" in page
    assert person.role_assignments.get() == held


def test_assignment_without_holder_says_one_plain_sentence() -> None:
    client = browser(holder("admin"))
    client.cookies["django_language"] = "en"

    response = client.post(f"{ASSIGNMENTS}create/", assignment_form(UserFactory(), user=""))

    assert response.context["form"].non_field_errors() == ["Choose either a person or a group."]
    assert "assignment_to_person_or_group" not in response.content.decode()


def test_role_that_has_ended_is_given_again_in_the_form() -> None:
    person = UserFactory()
    held = assign(person, "reader", ends_on=timezone.localdate() - timedelta(days=1))

    browser(holder("admin")).post(f"{ASSIGNMENTS}create/", assignment_form(person))

    held.refresh_from_db()
    assert held.ends_on is None
