"""Groups of people are managed on plain screens, and are no way to roles one may not give."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concept_pages.models import AuditEntry
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder, holder_of_right

pytestmark = pytest.mark.django_db

INDEX = reverse("wagtailusers_groups:index")
NEW = reverse("wagtailusers_groups:add")


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def edit(by: Any, group: Group, *members: Any, name: str = "") -> Any:
    """Post the form of a group."""
    values = {"name": name or group.name, "members": [person.pk for person in members]}
    return browser(by).post(reverse("wagtailusers_groups:edit", args=[group.pk]), values)


def delete(by: Any, group: Group) -> str:
    """Post the deletion of a group, and return the page that follows."""
    url = reverse("wagtailusers_groups:delete", args=[group.pk])
    return browser(by).post(url, follow=True).content.decode()


def team_with(*members: Any, name: str = "Team") -> Group:
    group = Group.objects.create(name=name)
    group.user_set.set(members)
    return group


def test_group_is_created_with_members_and_recorded() -> None:
    nora = UserFactory(username="nora", first_name="Nora", last_name="Neu")

    browser(holder("admin")).post(NEW, {"name": "Network team", "members": [nora.pk]})

    assert list(Group.objects.get(name="Network team").user_set.all()) == [nora]
    entry = AuditEntry.objects.get(about="Network team")
    assert (entry.detail["added"], entry.detail["created"]) == (["Nora Neu (nora)"], True)


def test_group_that_somebody_else_adds_at_the_same_moment_is_refused_by_name() -> None:
    def somebody_else(sender: Any, instance: Group, **_kwargs: Any) -> None:
        Group.objects.bulk_create([Group(name=instance.name)])

    pre_save.connect(somebody_else, sender=Group)
    try:
        answer = browser(holder("admin")).post(NEW, {"name": "Network team"})
    finally:
        pre_save.disconnect(somebody_else, sender=Group)

    form = answer.context["form"]
    assert form.errors["name"] == ["There is a group of this name already."]
    assert form["name"].value() == "Network team"


def test_stale_tab_is_told_who_came_and_went_before_it_undoes_that() -> None:
    old = UserFactory(username="alt", first_name="Olga", last_name="Alt")
    new = UserFactory(username="neu", first_name="Nora", last_name="Neu")
    admin, group = holder("admin"), team_with(old)
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    opened = browser(admin).get(address)
    stale = {"name": "Team", "members": [old.pk], "seen": opened.context["form"]["seen"].value()}
    assert 'name="seen"' in opened.content.decode()
    edit(admin, group, new, name="Team B")

    told = browser(admin).post(address, stale)

    assert told.context["form"].non_field_errors() == [
        "Somebody has changed this group since you opened it: Name: “Team B” instead of “Team”; "
        "has come: Nora Neu (neu); has gone: Olga Alt (alt). What you entered is still here. "
        "Saving again replaces those changes."
    ]
    assert list(group.user_set.all()) == [new]
    browser(admin).post(address, stale | {"seen": told.context["form"]["seen"].value()})
    assert list(group.user_set.all()) == [old]


def test_members_come_and_go_with_their_names_in_the_log() -> None:
    old, new = UserFactory(username="alt"), UserFactory(username="neu")
    group = team_with(old)

    edit(holder("admin"), group, new)

    assert list(group.user_set.all()) == [new]
    detail = AuditEntry.objects.get(about="Team").detail
    assert ["(neu)" in detail["added"][0], "(alt)" in detail["removed"][0]] == [True, True]


def test_group_is_renamed_and_keeps_its_members() -> None:
    nora = UserFactory()
    group = team_with(nora)

    edit(holder("admin"), group, nora, name="Crew")

    group.refresh_from_db()
    assert (group.name, list(group.user_set.all())) == ("Crew", [nora])


def test_name_that_is_taken_is_refused_with_a_sentence() -> None:
    team_with(name="team")

    response = browser(holder("admin")).post(NEW, {"name": "TEAM"})

    assert "There is a group of this name already." in response.content.decode()


def test_sub_administrator_of_a_service_group_does_not_reach_groups() -> None:
    by = holder("subadmin", ServiceGroupFactory())
    group = team_with()

    edit(by, group, by)

    assert browser(by).get(INDEX).status_code == 302
    assert not group.user_set.exists()


@pytest.mark.parametrize("role", ["admin", "isb"])
def test_nobody_puts_herself_into_a_group_whose_roles_she_may_not_give(role: str) -> None:
    by = holder_of_right("user.edit", "role.delegate", "service.assign")
    group = team_with()
    assign(group, role)
    assign(group, "reader")

    edit(by, group, by, name="Crew")

    group.refresh_from_db()
    assert (group.name, group.user_set.count()) == ("Crew", 0)


def test_members_of_a_group_with_ordinary_roles_are_changed_by_who_may_give_them() -> None:
    by = holder_of_right("user.edit", "role.delegate", "service.assign")
    group = team_with()
    assign(group, "reader")

    edit(by, group, by)

    assert list(group.user_set.all()) == [by]


def test_group_with_permissions_past_the_roles_is_for_superusers() -> None:
    admin = holder("admin")
    group = team_with()
    group.permissions.add(Permission.objects.first())

    edit(admin, group, admin)
    by_admin = group.user_set.count()
    edit(UserFactory(is_superuser=True), group, admin)

    assert (by_admin, group.user_set.count()) == (0, 1)


def test_last_way_to_rights_stays_in_its_group() -> None:
    admin = UserFactory()
    group = team_with(admin)
    assign(group, "admin")

    page = edit(admin, group).content.decode()

    assert list(group.user_set.all()) == [admin]
    assert "nobody could create roles" in page


def test_group_with_roles_is_not_deleted_and_the_page_names_them() -> None:
    group = team_with()
    assign(group, "reader")

    page = delete(holder("admin"), group)

    assert Group.objects.filter(pk=group.pk).exists()
    assert "First take from it: Reader (everywhere)" in page


def test_group_without_roles_is_deleted_and_its_members_stay() -> None:
    nora = UserFactory()
    group = team_with(nora)

    delete(holder("admin"), group)

    nora.refresh_from_db()
    assert not Group.objects.filter(pk=group.pk).exists()


def test_forms_of_groups_offer_no_permissions() -> None:
    url = reverse("wagtailusers_groups:edit", args=[team_with().pk])

    page = browser(UserFactory(is_superuser=True)).get(url).content.decode()

    assert "Members" in page
    assert "permission" not in page.split("<main")[1]


def test_list_of_groups_costs_the_same_for_one_and_three() -> None:
    client = browser(holder("admin"))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = client.get(INDEX).content.decode()
        assert "Reader (everywhere)" in page
        return len(seen)

    assign(team_with(UserFactory()), "reader")
    client.get(INDEX)
    one = queries()
    for number in range(2):
        assign(team_with(UserFactory(), name=f"More {number}"), "reader")

    assert queries() == one
