"""Signing in with the password of the directory, through the form."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from concept_pages.models import AuditEntry, DirectoryAccount, RoleAssignment
from tests.directory_server import PASSWORD, PEOPLE, DirectoryServer, silent_server
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.directory import maps
from tests.factories.people import PASSWORD as LOCAL_PASSWORD
from tests.factories.people import UserFactory, assign, holder

pytestmark = [pytest.mark.django_db, pytest.mark.directory]

People = get_user_model()._default_manager


def sign_in(username: str, password: str = PASSWORD) -> Any:
    """Post the form; return the response and the browser."""
    client = Client()
    response = client.post(
        reverse("wagtailadmin_login"), {"username": username, "password": password}
    )
    response.client = client
    return response


def is_in(response: Any) -> bool:
    return "_auth_user_id" in response.client.session


def said(response: Any) -> str:
    return " ".join(response.context["form"].non_field_errors())


def reader(directory: DirectoryServer, uid: str = "anna", **more: Any) -> str:
    """Add somebody whose group gives a role everywhere; return her name in the directory."""
    dn = directory.add_person(uid, **more)
    maps(directory.add_group("readers", dn), "reader")
    return dn


def test_person_of_the_directory_gets_an_account_with_the_roles_of_her_groups(
    directory: DirectoryServer,
) -> None:
    reader(directory, mail="anna@example.org", last="Müller-Lüdenscheidt, Dr.")

    response = sign_in("anna")

    user = People.get(username="anna")
    assert is_in(response)
    assert (user.last_name, user.email) == ("Müller-Lüdenscheidt, Dr.", "anna@example.org")
    assert not user.has_usable_password()
    held = RoleAssignment.objects.get(user=user)
    assert (held.role.key, held.source.dn[:10]) == ("reader", "cn=readers")


def test_sign_in_works_with_tls_from_the_first_byte(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_URL, settings.LDAP_START_TLS = directory.tls_url, False
    reader(directory)

    assert is_in(sign_in("anna"))


@pytest.mark.parametrize("start_tls", [True, False])
def test_certificate_of_another_authority_is_refused(
    directory: DirectoryServer, settings: Any, start_tls: bool
) -> None:
    settings.LDAP_CA_FILE = directory.other_ca_file
    settings.LDAP_START_TLS = start_tls
    if not start_tls:
        settings.LDAP_URL = directory.tls_url
    reader(directory)

    response = sign_in("anna")

    assert not is_in(response)
    assert "Verzeichnis" in said(response) or "directory cannot be reached" in said(response)


@pytest.mark.parametrize("password", ["wrong", "", "*"])
def test_wrong_or_empty_password_is_refused(directory: DirectoryServer, password: str) -> None:
    reader(directory)

    assert not is_in(sign_in("anna", password))
    assert not People.filter(username="anna").exists()


@pytest.mark.parametrize("name", ["*", "an*", "anna)(uid=*", "anna)(|(uid=*", "(anna)", "\\2a"])
def test_name_is_no_filter(directory: DirectoryServer, name: str) -> None:
    reader(directory)

    assert not is_in(sign_in(name))


@pytest.mark.parametrize("uid", ["jörg.müller", "o'neill, b", "a(b)*c\\d", "名前"])
def test_odd_characters_in_an_account_work(directory: DirectoryServer, uid: str) -> None:
    reader(directory, uid, first="Jörg\tX", last="ß" * 400, mail="no address")

    response = sign_in(uid)

    user = People.get(username=uid)
    assert is_in(response)
    assert (user.first_name, user.last_name, user.email) == ("Jörg X", "ß" * 150, "")


def test_account_that_is_too_long_is_refused_with_a_sentence(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_USER_FILTER = "(mail=%(user)s)"
    reader(directory, "x" * 200, mail="anna@example.org")

    response = sign_in("anna@example.org")

    assert not is_in(response)
    assert "administrat" in said(response).lower()


def test_whoever_holds_no_role_is_told_whom_to_ask(directory: DirectoryServer) -> None:
    directory.add_person("anna")
    holder("admin", first_name="Ada", last_name="Admin")

    response = sign_in("anna")

    assert not is_in(response)
    assert "Ada Admin" in said(response)
    assert not People.filter(username="anna").exists()
    entry = AuditEntry.objects.get(event=AuditEntry.Event.SIGN_IN_FAILED, about="anna")
    assert (entry.refused, entry.detail) == (True, {"reason": "no role"})


def test_role_given_by_hand_lets_in_without_any_group(directory: DirectoryServer) -> None:
    dn = reader(directory)
    sign_in("anna")
    by_hand = assign(People.get(username="anna"), "isb")
    directory.modify(f"cn=readers,{PEOPLE.replace('people', 'groups')}", member=[f"cn=x,{dn}"])

    response = sign_in("anna")

    assert is_in(response)
    assert list(RoleAssignment.objects.filter(user__username="anna")) == [by_hand]


def test_lost_group_takes_the_role_and_the_way_in(directory: DirectoryServer) -> None:
    dn = reader(directory)
    team = Group.objects.create(name="team")
    sign_in("anna")
    People.get(username="anna").groups.add(team)
    directory.modify(f"cn=readers,{PEOPLE.replace('people', 'groups')}", member=[f"cn=x,{dn}"])

    response = sign_in("anna")

    assert not is_in(response)
    assert not RoleAssignment.objects.filter(user__username="anna").exists()
    assert list(People.get(username="anna").groups.all()) == [team]


def test_nested_groups_count_and_a_circle_ends(directory: DirectoryServer) -> None:
    dn = directory.add_person("anna")
    inner = directory.add_group("inner", dn)
    middle = directory.add_group("middle", inner)
    outer = directory.add_group("outer", middle)
    directory.modify(inner, member=[dn, outer])
    place = ServiceGroupFactory()
    maps(outer.upper().replace(",", " , "), "owner", place)

    assert is_in(sign_in("anna"))
    held = RoleAssignment.objects.get(user__username="anna")
    assert (held.role.key, held.service_group.pk) == ("owner", place.pk)


def test_nested_groups_can_be_switched_off(directory: DirectoryServer, settings: Any) -> None:
    settings.LDAP_NESTED_GROUPS = False
    inner = directory.add_group("inner", directory.add_person("anna"))
    maps(directory.add_group("outer", inner), "reader")

    assert not is_in(sign_in("anna"))


def test_local_account_of_the_same_name_is_not_taken_over(directory: DirectoryServer) -> None:
    reader(directory, "Admin")
    local = holder("admin", username="admin")

    assert not is_in(sign_in("Admin"))
    assert not is_in(sign_in("admin"))
    assert is_in(sign_in("admin", LOCAL_PASSWORD))
    assert not hasattr(People.get(pk=local.pk), "directory_account")


def test_account_found_by_mail_takes_over_no_local_one(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_USER_FILTER = "(|(uid=%(user)s)(mail=%(user)s))"
    reader(directory, "admin", mail="attacker@example.org")
    UserFactory(username="admin")

    response = sign_in("attacker@example.org")

    assert not is_in(response)
    assert "„admin“" in said(response) or "“admin”" in said(response)


def test_reused_name_does_not_inherit_an_account(directory: DirectoryServer) -> None:
    dn = reader(directory)
    sign_in("anna")
    first = DirectoryAccount.objects.get()
    directory.delete(dn)
    directory.add_person("anna", "Another", "Anna")

    response = sign_in("anna")

    assert not is_in(response)
    assert People.get(pk=first.user_id).first_name == "Anna"


def test_renamed_person_keeps_her_account(directory: DirectoryServer) -> None:
    dn = reader(directory)
    sign_in("anna")
    before = People.get(username="anna").pk
    new = directory.rename(dn, "uid=anna.neu")
    directory.modify(f"cn=readers,{PEOPLE.replace('people', 'groups')}", member=[new])
    directory.modify(new, sn="Neu")

    response = sign_in("anna.neu")

    user = People.get(pk=before)
    assert is_in(response)
    assert (user.username, user.last_name, People.count()) == ("anna.neu", "Neu", 1)


def test_account_deactivated_by_hand_stays_out(directory: DirectoryServer) -> None:
    reader(directory)
    response = sign_in("anna")
    People.filter(username="anna").update(is_active=False)

    again = sign_in("anna")

    assert not is_in(again)
    assert response.client.get("/account/").status_code == 302


def test_locked_person_is_refused(directory: DirectoryServer, settings: Any) -> None:
    settings.LDAP_LOCKED_FILTER = "(employeeType=locked)"
    reader(directory, employeeType="locked")

    assert not is_in(sign_in("anna"))


def test_directory_that_is_down_is_no_wrong_password(
    directory: DirectoryServer, settings: Any
) -> None:
    local = holder("admin", username="emergency")
    settings.LDAP_URL = "ldap://127.0.0.1:1"

    response = sign_in("anna")

    assert "Verzeichnis" in said(response) or "directory cannot be reached" in said(response)
    assert is_in(sign_in(local.username, LOCAL_PASSWORD))


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_slow_directory_is_given_up_in_time_and_keeps_no_local_account_waiting(
    directory: DirectoryServer, settings: Any, scheme: str
) -> None:
    settings.LDAP_TIMEOUT = 1
    settings.LDAP_START_TLS = scheme == "ldap"
    local = holder("admin", username="emergency")
    with silent_server() as port:
        settings.LDAP_URL = f"{scheme}://127.0.0.1:{port}"
        started = time.monotonic()
        response = sign_in("anna")
        waited = time.monotonic() - started
        started = time.monotonic()
        emergency = sign_in(local.username, LOCAL_PASSWORD)
        wrong = sign_in(local.username, "wrong password")
        waited_locally = time.monotonic() - started

    assert response.status_code == 200
    assert "Verzeichnis" in said(response) or "directory cannot be reached" in said(response)
    assert waited < 4
    assert (is_in(emergency), is_in(wrong)) == (True, False)
    assert waited_locally < 1


def test_service_account_with_a_wrong_password_is_no_wrong_password(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_BIND_PASSWORD = "wrong"
    reader(directory)

    response = sign_in("anna")

    assert "Verzeichnis" in said(response) or "directory cannot be reached" in said(response)
