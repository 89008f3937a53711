"""Accounts in the admin are no way to rights that roles do not give."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "quite another horse"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(user: Any = None, **changes: Any) -> dict[str, Any]:
    return {
        "username": user.username if user else "newcomer",
        "email": "newcomer@example.org",
        "first_name": "New",
        "last_name": "Comer",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "start": "password",
        "language": "de",
        **changes,
    }


def edit(by: Any, person: Any, **changes: Any) -> Any:
    """Post the form of an account and return the account as it is afterwards."""
    browser(by).post(reverse("wagtailusers_users:edit", args=[person.pk]), form(person, **changes))
    return get_user_model().objects.get(pk=person.pk)


@pytest.mark.parametrize(("role", "opens"), [("admin", True), ("subadmin", True), ("isb", False)])
def test_list_of_people_opens_with_the_right(role: str, opens: bool) -> None:
    response = browser(holder(role)).get(reverse("wagtailusers_users:index"))

    assert (response.status_code == 200) is opens


def test_new_account_has_no_rights_whatever_was_posted() -> None:
    team = Group.objects.create(name="team")
    values = form(is_superuser="on", groups=[team.pk])

    browser(holder("admin")).post(reverse("wagtailusers_users:add"), values)

    created = get_user_model().objects.get(username="newcomer")
    assert (created.is_superuser, created.groups.count()) == (False, 0)


def test_superuser_makes_superusers_and_chooses_groups() -> None:
    team = Group.objects.create(name="team")
    values = form(is_superuser="on", groups=[team.pk])

    browser(UserFactory(is_superuser=True)).post(reverse("wagtailusers_users:add"), values)

    created = get_user_model().objects.get(username="newcomer")
    assert (created.is_superuser, list(created.groups.all())) == (True, [team])


def test_nobody_makes_herself_a_superuser() -> None:
    subadmin = holder("subadmin")

    assert not edit(subadmin, subadmin, is_superuser="on").is_superuser


def test_groups_of_an_account_stay_when_it_is_edited() -> None:
    team = Group.objects.create(name="team")
    person = UserFactory()
    person.groups.add(team)

    edited = edit(holder("admin"), person)

    assert (edited.first_name, list(edited.groups.all())) == ("New", [team])


@pytest.mark.parametrize(
    ("by", "target", "changed"),
    [
        ("subadmin", "reader", True),
        ("subadmin", "owner", True),
        ("subadmin", "subadmin", False),
        ("subadmin", "isb", False),
        ("subadmin", "admin", False),
        ("admin", "isb", True),
        ("admin", "admin", True),
    ],
)
def test_account_is_changed_by_who_may_give_its_roles(by: str, target: str, changed: bool) -> None:
    person = holder(target)

    edited = edit(holder(by), person)

    assert edited.check_password(NEW_PASSWORD) is changed


def test_account_of_a_superuser_is_changed_by_superusers_only() -> None:
    superuser = UserFactory(is_superuser=True)

    by_admin = edit(holder("admin"), superuser).check_password(NEW_PASSWORD)
    by_superuser = edit(UserFactory(is_superuser=True), superuser).check_password(NEW_PASSWORD)

    assert (by_admin, by_superuser) == (False, True)


def test_role_held_through_a_group_protects_the_account_too() -> None:
    team = Group.objects.create(name="officers")
    assign(team, "isb")
    person = UserFactory()
    person.groups.add(team)

    assert not edit(holder("subadmin"), person).check_password(NEW_PASSWORD)


@pytest.mark.parametrize(("target", "gone"), [("reader", True), ("isb", True)])
def test_account_is_deleted_by_administrators(target: str, gone: bool) -> None:
    person = holder(target, ServiceGroupFactory() if target == "reader" else None)

    browser(holder("admin")).post(reverse("wagtailusers_users:delete", args=[person.pk]))

    assert get_user_model().objects.filter(pk=person.pk).exists() is not gone


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("assign_role", {"role": "group"}),
        ("set_active_state", {"mark_as_active": ""}),
        ("delete", {}),
    ],
)
def test_accounts_are_not_changed_in_bulk_past_the_rule(
    action: str, values: dict[str, str]
) -> None:
    team = Group.objects.create(name="team")
    target = holder("isb")
    by = holder("subadmin")
    url = reverse("wagtail_bulk_action", args=["auth", "user", action]) + f"?id={target.pk}"
    posted = {name: team.pk if value == "group" else value for name, value in values.items()}

    browser(by).post(url, posted)

    left = get_user_model().objects.get(pk=target.pk)
    assert (left.is_active, left.groups.count()) == (True, 0)


def test_nobody_chooses_groups_in_bulk_but_superusers() -> None:
    team = Group.objects.create(name="team")
    admin = holder("admin")
    url = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"]) + f"?id={admin.pk}"

    browser(admin).post(url, {"role": team.pk})
    by_admin = admin.groups.count()
    browser(UserFactory(is_superuser=True)).post(url, {"role": team.pk})

    assert (by_admin, admin.groups.count()) == (0, 1)


def test_nobody_makes_a_superuser_by_copying_an_account() -> None:
    original = UserFactory()
    posted = {
        "username": "copied",
        "email": "copied@example.org",
        "first_name": "Nina",
        "last_name": "Neu",
        "password1": "Correct-Horse-37",
        "password2": "Correct-Horse-37",
        "is_active": "on",
        "is_superuser": "on",
    }

    browser(holder("subadmin")).post(f"/admin/users/copy/{original.pk}/", posted)

    assert not get_user_model().objects.filter(username="copied").exists()
