"""The nightly synchronisation: it follows, and does not believe everything."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client

from concept_pages.actions.directory.accounts import create_account
from concept_pages.directory.door import look_up_people, people_with
from concept_pages.models import AuditEntry, RoleAssignment
from tests.directory_server import DirectoryServer
from tests.factories.directory import maps
from tests.factories.people import UserFactory, assign
from workflows.people import name_of

pytestmark = [pytest.mark.django_db, pytest.mark.directory]

People = get_user_model()._default_manager


def people(directory: DirectoryServer, count: int = 3) -> list[str]:
    """Add people to the directory and here; return their names in the directory."""
    names = [directory.add_person(f"person{at}") for at in range(count)]
    for entry in look_up_people("person"):
        create_account(people_with([entry.unique_id])[entry.unique_id], by=None)
    return names


def sync(*options: str) -> str:
    output = StringIO()
    call_command("sync_ldap", *options, stdout=output)
    return output.getvalue()


def active() -> set[str]:
    return set(People.filter(is_active=True).values_list("username", flat=True))


def test_names_mails_and_roles_follow_the_directory(directory: DirectoryServer) -> None:
    first, *_others = people(directory)
    maps(directory.add_group("readers", first), "reader")
    directory.modify(first, sn="Neu", mail="neu@example.org")

    said = sync()

    user = People.get(username="person0")
    assert (user.last_name, user.email) == ("Neu", "neu@example.org")
    assert RoleAssignment.objects.get().user == user
    assert said.count("\n") == 1
    entry = AuditEntry.objects.get(event=AuditEntry.Event.DIRECTORY_SYNCED)
    assert entry.detail == {"seen": 3, "changed": 1, "activated": 0, "deactivated": 0}


def test_who_has_left_is_deactivated_and_comes_back_when_locked_no_more(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_LOCKED_FILTER = "(employeeType=locked)"
    first, *_others = people(directory)
    UserFactory(username="local")
    directory.modify(first, employeeType="locked")
    sync()
    gone = active()
    directory.modify(first, employeeType="free")
    sync()

    assert gone == {"person1", "person2", "local"}
    assert active() == gone | {"person0"}
    events = AuditEntry.objects.values_list("event", flat=True)
    assert {"person.deactivated", "person.activated"} <= set(events)


def test_who_has_left_and_comes_back_has_to_sign_in_anew(
    directory: DirectoryServer, settings: Any, client: Client
) -> None:
    settings.LDAP_LOCKED_FILTER = "(employeeType=locked)"
    first, *_others = people(directory)
    user = People.get(username="person0")
    client.force_login(user, backend="concept_pages.directory.backend.DirectoryBackend")
    before = client.get("/account/").status_code
    directory.modify(first, employeeType="locked")
    sync()
    directory.modify(first, employeeType="free")
    sync()

    after = client.get("/account/")

    assert (before, after.status_code) == (200, 302)
    assert "person0" in active()
    ended = AuditEntry.objects.get(event=AuditEntry.Event.SESSION_ENDED)
    assert (ended.by, ended.about, ended.detail) == (None, name_of(user), {"sessions": 1})


def test_account_deactivated_by_hand_is_not_activated(directory: DirectoryServer) -> None:
    people(directory)
    People.filter(username="person1").update(is_active=False)

    sync()

    assert active() == {"person0", "person2"}


def test_too_many_leavers_change_nothing_without_force(directory: DirectoryServer) -> None:
    first, second, third = people(directory)
    directory.delete(first)
    directory.delete(second)
    directory.modify(third, sn="Neu")

    with pytest.raises(CommandError, match="2"):
        sync()
    before = (active(), People.filter(last_name="Neu").exists())
    sync("--force")

    assert before == ({"person0", "person1", "person2"}, False)
    assert active() == {"person2"}


def test_directory_without_anybody_changes_nothing(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_MAX_LEAVERS_PERCENT = 100
    for name in people(directory):
        directory.delete(name)

    with pytest.raises(CommandError):
        sync()

    assert active() == {"person0", "person1", "person2"}


@pytest.mark.parametrize("wrong", ["LDAP_USER_BASE", "LDAP_URL", "LDAP_GROUP_BASE"])
def test_directory_that_cannot_be_asked_changes_nothing(
    directory: DirectoryServer, settings: Any, wrong: str
) -> None:
    first, *_others = people(directory)
    maps(directory.add_group("readers", first), "reader")
    sync()
    directory.modify(first, sn="Neu")
    value = "ldap://127.0.0.1:1" if wrong == "LDAP_URL" else "ou=nowhere,dc=example,dc=org"
    setattr(settings, wrong, value)

    with pytest.raises(CommandError):
        sync("--force")

    assert len(active()) == 3
    assert RoleAssignment.objects.count() == 1
    assert not People.filter(last_name="Neu").exists()


def test_dry_run_only_counts(directory: DirectoryServer) -> None:
    first, second, _third = people(directory)
    directory.delete(first)
    directory.modify(second, sn="Neu")

    said = sync("--dry-run")

    assert [word for word in said.replace(",", " ").split() if word.isdecimal()] == [
        "2",
        "1",
        "0",
        "1",
    ]
    assert len(active()) == 3
    assert not AuditEntry.objects.filter(event=AuditEntry.Event.DIRECTORY_SYNCED).exists()


def test_assignment_given_by_hand_stands_beside_and_stays(directory: DirectoryServer) -> None:
    first, *_others = people(directory)
    group = directory.add_group("readers", first)
    row = maps(group, "reader")
    by_hand = assign(People.get(username="person0"), "reader")
    sync()
    both = RoleAssignment.objects.count()
    row.delete()

    assert both == 2
    assert RoleAssignment.objects.get() == by_hand


def test_command_says_that_there_is_no_directory(settings: Any) -> None:
    settings.LDAP_URL = ""

    with pytest.raises(CommandError, match="LDAP_URL"):
        sync()
