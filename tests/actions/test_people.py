"""Accounts: who may do what with them, and what is never lost or locked out by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from concept_pages.access.accounts import may_look_after
from concept_pages.actions.people import (
    PersonKept,
    activate,
    deactivate,
    delete_person,
    lift_lock,
)
from concept_pages.models import AuditEntry, ServiceGroupPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.concepts import released_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right
from workflows.models import Release, TransitionLog
from workflows.people import name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory()


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        ("operator", "own", True),
        ("operator", "foreign", False),
        ("operator", "everywhere", False),
        ("subadmin", "own", False),
        ("isb", "own", False),
        ("isb", "everywhere", False),
    ],
)
def test_subadmin_looks_after_those_whose_roles_she_may_give(
    role: str, place: str, may: bool, group: ServiceGroupPage
) -> None:
    foreign = ServiceGroupFactory()
    at = {"own": group, "foreign": foreign, "everywhere": None}[place]

    assert may_look_after(holder("subadmin", group), holder(role, at)) is may


def test_one_role_elsewhere_is_enough_to_be_out_of_reach(group: ServiceGroupPage) -> None:
    person = holder("operator", group)
    assign(person, "reader", ServiceGroupFactory())

    assert not may_look_after(holder("subadmin", group), person)


def test_account_without_any_role_is_changed_by_any_subadmin(group: ServiceGroupPage) -> None:
    assert may_look_after(holder("subadmin", group), UserFactory())


def test_right_over_people_counts_where_it_is_held_only(group: ServiceGroupPage) -> None:
    """Who may give roles in one group and change people in another changes nobody in the first."""
    foreign = ServiceGroupFactory()
    by = holder_of_right("user.edit", at=group)
    assign(by, RoleFactory(rights=["role.delegate", "service.assign"]), foreign)

    assert may_look_after(by, UserFactory())
    assert not may_look_after(by, holder("reader", foreign))
    assert not may_look_after(by, holder("reader", group))


@pytest.mark.parametrize("role", ["isb", "admin"])
def test_deactivated_account_keeps_its_protection(role: str, group: ServiceGroupPage) -> None:
    person = holder(role, is_active=False)

    assert not may_look_after(holder("subadmin", group), person)
    with pytest.raises(PersonKept):
        activate(person, by=holder("subadmin", group))


def test_ended_assignment_protects_the_account_until_it_is_taken(group: ServiceGroupPage) -> None:
    person, by = UserFactory(), holder("subadmin", group)
    ended = assign(person, "isb", ends_on=timezone.localdate() - timezone.timedelta(days=9))
    protected = not may_look_after(by, person)
    ended.delete()

    assert protected
    assert may_look_after(by, person)


def test_deactivated_superuser_is_out_of_reach(group: ServiceGroupPage) -> None:
    person = UserFactory(is_superuser=True, is_active=False)

    assert not may_look_after(holder("admin"), person)
    assert may_look_after(UserFactory(is_superuser=True), person)


@pytest.mark.parametrize("through_group", [True, False])
def test_django_permissions_past_the_roles_protect_too(
    through_group: bool, group: ServiceGroupPage
) -> None:
    person, power = UserFactory(), Permission.objects.get(codename="delete_group")
    if through_group:
        team = Group.objects.create(name="team")
        team.permissions.add(power)
        person.groups.add(team)
    else:
        person.user_permissions.add(power)

    assert not may_look_after(holder("admin"), person)
    assert may_look_after(UserFactory(is_superuser=True), person)


def test_deactivation_ends_open_sessions_at_once() -> None:
    person = holder("operator")
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    before = browser.get("/admin/").status_code

    deactivate(person, by=holder("admin"))

    assert (before, browser.get("/admin/").status_code) == (200, 302)
    assert events()[-1] == "person.deactivated"


def test_activated_account_has_its_roles_again() -> None:
    person, by = holder("operator", is_active=False), holder("admin")

    activate(person, by=by)

    person.refresh_from_db()
    assert person.has_perm("wagtailadmin.access_admin")
    assert events()[-1] == "person.activated"


@pytest.mark.parametrize("deed", [deactivate, delete_person])
def test_nobody_removes_her_own_account(deed: Any) -> None:
    admin = holder("admin")
    holder("admin")

    with pytest.raises(PersonKept, match=r"eigene|own"):
        deed(admin, by=admin)


@pytest.mark.parametrize("deed", [deactivate, delete_person])
def test_last_administrator_stays(deed: Any) -> None:
    last = holder("admin")
    keeper = holder("admin")
    keeper.role_assignments.update(service_group=None)
    keeper.is_superuser = False
    keeper.save()
    deactivate(keeper, by=last)
    ghost = UserFactory(is_superuser=True, is_active=False)

    with pytest.raises(PersonKept):
        deed(last, by=ghost)


def test_deletion_keeps_the_name_in_releases_log_and_audit() -> None:
    concept = released_concept()
    release = Release.objects.get(page=concept)
    person = release.submitted_by
    name = release.submitted_by_name
    entries = TransitionLog.objects.filter(by=person).count()

    delete_person(person, by=UserFactory(is_superuser=True))

    release.refresh_from_db()
    assert not get_user_model().objects.filter(pk=person.pk).exists()
    assert (release.submitted_by, release.submitted_by_name) == (None, name)
    assert TransitionLog.objects.filter(by_name=name).count() == entries > 0
    assert AuditEntry.objects.latest("pk").about == name


def test_deletion_keeps_the_name_in_the_history_of_the_page_and_of_the_site() -> None:
    concept = released_concept()
    person = Release.objects.get(page=concept).submitted_by
    name = name_of(person)
    browser = Client()
    browser.force_login(holder("admin"), backend="django.contrib.auth.backends.ModelBackend")

    delete_person(person, by=UserFactory(is_superuser=True))

    for url in (
        reverse("wagtailadmin_pages:history", args=[concept.pk]),
        reverse("wagtailadmin_reports:site_history"),
    ):
        page = browser.get(url).content.decode()
        assert name in page
        assert f"{person.pk} (" not in page


def test_deletion_is_refused_where_comments_would_be_lost(group: ServiceGroupPage) -> None:
    person = UserFactory()
    Comment.objects.create(user=person, page=group, text="Warum?", contentpath="title")

    with pytest.raises(PersonKept, match=r"Kommentare|comments"):
        delete_person(person, by=UserFactory(is_superuser=True))

    assert Comment.objects.count() == 1


def test_lock_is_not_lifted_by_others(group: ServiceGroupPage) -> None:
    with pytest.raises(PersonKept):
        lift_lock(holder("isb"), by=holder("subadmin", group))
