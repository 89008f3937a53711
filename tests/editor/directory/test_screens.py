"""Adding people from the directory, and giving roles to its groups, over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concept_pages.directory.door import look_up_people
from concept_pages.models import AuditEntry, DirectoryGroup, Role, RoleAssignment
from tests.directory_fixtures import LOCAL
from tests.directory_server import DirectoryServer
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.directory import maps
from tests.factories.people import UserFactory, assign, holder, holder_of_right
from tests.meanwhile import meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.directory]

People = get_user_model()._default_manager
ADD_ROW = "directory-groups_modeladmin_create"
ROWS = "directory-groups_modeladmin_index"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=LOCAL)
    return client


def search(client: Client, words: str, name: str = "people") -> Any:
    return client.get(reverse(f"secdoc_directory:{name}"), {"q": words})


def add(client: Client, unique_id: str) -> Any:
    return client.post(reverse("secdoc_directory:people"), {"id": unique_id, "q": "anna"})


def test_person_is_found_by_name_account_and_mail_and_added(directory: DirectoryServer) -> None:
    directory.add_person("u17", "Jörg", "Müller, Dr.", mail="jm@example.org")
    directory.add_person("u18", "Other", "Person")
    client = browser(holder("admin"))

    for words in ("jörg müller", "u17", "jm@example"):
        rows = search(client, words).context["rows"]
        assert [row.entry.account for row in rows] == ["u17"]
    response = add(client, rows[0].entry.unique_id)

    user = People.get(username="u17")
    address = reverse("role-assignments_modeladmin_create")
    assert response.url == f"{address}?user={user.pk}"
    assert f'<option value="{user.pk}" selected>' in client.get(response.url).content.decode()
    assert not user.has_usable_password()
    assert AuditEntry.objects.filter(event=AuditEntry.Event.PERSON_CREATED).exists()
    assert search(client, "u17").context["rows"][0].user == user


@pytest.mark.parametrize("words", ["**", "a*a", "(anna)", "anna)(uid=*", "\\2a"])
def test_what_is_typed_is_no_filter(directory: DirectoryServer, words: str) -> None:
    directory.add_person("anna")

    response = search(browser(holder("admin")), words)

    assert (response.status_code, response.context["rows"]) == (200, [])


def test_name_of_a_local_account_cannot_be_added(directory: DirectoryServer) -> None:
    directory.add_person("Anna")
    local = UserFactory(username="anna")
    client = browser(holder("admin"))

    row = search(client, "anna").context["rows"][0]
    add(client, row.entry.unique_id)

    assert row.is_other
    assert not People.filter(directory_account__isnull=False).exists()
    assert People.filter(username__iexact="anna").get() == local


def test_more_than_fifty_results_are_said_to_be_more(directory: DirectoryServer) -> None:
    for at in range(52):
        directory.add_person(f"many{at}")

    context = search(browser(holder("admin")), "many").context

    assert (len(context["rows"]), context["has_more"]) == (50, True)


def test_search_costs_the_same_with_one_and_three_results(
    directory: DirectoryServer,
) -> None:
    client = browser(holder("admin"))
    counts = []
    for at in range(3):
        directory.add_person(f"anna{at}")
        entry = look_up_people(f"anna{at}")[0]
        add(client, entry.unique_id)
        with CaptureQueriesContext(connection) as queries:
            search(client, "anna")
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_people_are_added_with_the_right_only(directory: DirectoryServer) -> None:
    directory.add_person("anna")
    entry = look_up_people("anna")[0]
    client = browser(holder("owner", ServiceGroupFactory()))

    assert "Anna" not in search(client, "anna").content.decode()
    add(client, entry.unique_id)

    assert not People.filter(username="anna").exists()


def test_directory_that_is_down_is_said_on_the_screen(
    directory: DirectoryServer, settings: Any
) -> None:
    settings.LDAP_URL = "ldap://127.0.0.1:1"
    client = browser(holder("admin"))

    for name in ("people", "groups"):
        response = search(client, "anna", name)
        assert (response.status_code, bool(response.context["problem"])) == (200, True)
    response = client.get(reverse("secdoc_directory:members"), {"dn": "cn=x"})
    assert (response.status_code, bool(response.context["problem"])) == (200, True)


def test_list_of_people_leads_to_the_directory(directory: DirectoryServer) -> None:
    page = browser(holder("admin")).get(reverse("wagtailusers_users:index")).content.decode()

    assert reverse("secdoc_directory:people") in page


def test_group_is_found_given_a_role_tested_and_taken_away(directory: DirectoryServer) -> None:
    anna, bob = directory.add_person("anna"), directory.add_person("bob", "Bob")
    inner = directory.add_group("inner", bob)
    outer = directory.add_group("Betrieb, Netz".replace(",", "\\,"), anna, inner)
    client = browser(holder("admin"))

    groups = search(client, "betrieb", "groups").context["groups"]
    form = client.get(f"{reverse(ADD_ROW)}?dn={quote(groups[0].dn)}").content.decode()
    client.post(
        reverse(ADD_ROW),
        {"dn": outer, "role": Role.objects.get(key="reader").pk, "service_group": "everywhere"},
    )
    test = client.get(reverse("secdoc_directory:members"), {"dn": outer})
    listing = client.get(reverse(ROWS)).content.decode()

    row = DirectoryGroup.objects.get()
    assert "Betrieb" in form
    assert [one.entry.account for one in test.context["rows"]] == ["anna", "bob"]
    assert test.context["given"] == [row]
    assert reverse("secdoc_directory:members") in listing
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=row.role, source=row)
    by_hand = assign(user, "isb")
    client.post(reverse("directory-groups_modeladmin_delete", args=[row.pk]))
    assert list(RoleAssignment.objects.filter(user=user)) == [by_hand]
    events = AuditEntry.objects.filter(event=AuditEntry.Event.DIRECTORY_MAPPED)
    assert {entry.detail["change"] for entry in events} == {"added", "deleted"}


@pytest.mark.parametrize("dn", ["no name", "", "cn=readers,dc=example,dc=org"])
def test_wrong_or_repeated_row_is_refused_with_a_sentence(
    directory: DirectoryServer, dn: str
) -> None:
    maps("CN=readers, dc=example,dc=org", "reader")
    reader = Role.objects.get(key="reader")

    response = browser(holder("admin")).post(
        reverse(ADD_ROW), {"dn": dn, "role": reader.pk, "service_group": "everywhere"}
    )

    assert response.status_code == 200
    assert DirectoryGroup.objects.count() == 1


def test_nobody_lets_a_group_give_what_she_may_not_give(directory: DirectoryServer) -> None:
    here, there = ServiceGroupFactory(), ServiceGroupFactory()
    by = holder_of_right("role.delegate", "service.assign", at=here)
    client = browser(by)
    reader, admin = (Role.objects.get(key=key) for key in ("reader", "admin"))
    foreign = maps("cn=there,dc=example,dc=org", "reader", there)

    for role, place in ((reader, there), (admin, here), (reader, None), (reader, here)):
        client.post(
            reverse(ADD_ROW),
            {
                "dn": "cn=x,dc=example,dc=org",
                "role": role.pk,
                "service_group": place.pk if place else "everywhere",
            },
        )
    client.post(reverse("directory-groups_modeladmin_delete", args=[foreign.pk]))

    made = DirectoryGroup.objects.exclude(pk=foreign.pk).get()
    assert (made.role, made.service_group.pk) == (reader, here.pk)
    assert DirectoryGroup.objects.filter(pk=foreign.pk).exists()
    assert "cn=there" not in client.get(reverse(ROWS)).content.decode()


def test_rows_of_administrative_roles_are_for_those_who_give_them(
    directory: DirectoryServer,
) -> None:
    here = ServiceGroupFactory()
    dn = directory.add_group("chiefs", directory.add_person("anna"))
    ordinary, administrative = maps(dn, "operator", here), maps(dn, "subadmin", here)
    by_hand = browser(holder("subadmin", here))
    chief = browser(holder("admin", here))

    for client, seen, gives_more in (
        (by_hand, [ordinary], True),
        (chief, [ordinary, administrative], False),
    ):
        listed = client.get(reverse(ROWS)).context["object_list"]
        test = client.get(reverse("secdoc_directory:members"), {"dn": dn})
        assert set(listed) == set(seen)
        assert (set(test.context["given"]), test.context["gives_more"]) == (set(seen), gives_more)


def test_who_is_in_a_group_is_told_to_those_who_give_roles(directory: DirectoryServer) -> None:
    dn = directory.add_group("team", directory.add_person("anna"))

    for role, told in (("owner", False), ("isb", False), ("subadmin", True)):
        client = browser(holder(role, ServiceGroupFactory()))
        page = client.get(reverse("secdoc_directory:members"), {"dn": dn}).content.decode()
        assert ("anna" in page) is told, role


def test_assignment_of_the_directory_is_shown_and_not_changed_by_hand(
    directory: DirectoryServer,
) -> None:
    row = maps("cn=readers,dc=example,dc=org", "reader")
    given = RoleAssignment.objects.create(user=UserFactory(), role=row.role, source=row)
    client = browser(holder("admin"))
    prefix = "role-assignments_modeladmin"

    listing = client.get(reverse(f"{prefix}_index")).content.decode()
    client.post(reverse(f"{prefix}_delete", args=[given.pk]))

    assert "cn=readers" in listing
    assert RoleAssignment.objects.filter(pk=given.pk).exists()


def test_changed_row_takes_its_assignments_along(directory: DirectoryServer) -> None:
    row = maps("cn=readers,dc=example,dc=org", "reader")
    given = RoleAssignment.objects.create(user=UserFactory(), role=row.role, source=row)
    place, owner = ServiceGroupFactory(), Role.objects.get(key="owner")

    browser(holder("admin")).post(
        reverse("directory-groups_modeladmin_edit", args=[row.pk]),
        {"dn": row.dn, "role": owner.pk, "service_group": place.pk},
    )

    given.refresh_from_db()
    assert (given.role, given.service_group.pk) == (owner, place.pk)


def test_row_that_was_added_meanwhile_is_told_above_the_form(directory: DirectoryServer) -> None:
    dn, address = "cn=readers,dc=example,dc=org", reverse("directory-groups_modeladmin_create")
    typed = {"dn": dn, "role": Role.objects.get(key="reader").pk, "service_group": "everywhere"}
    client = browser(holder("admin"))
    client.get(address)

    with meanwhile(lambda: maps(dn, "reader")):
        form = client.post(address, typed).context["form"]

    assert list(form.errors) == ["__all__"]
    assert form["dn"].value() == dn
    assert DirectoryGroup.objects.count() == 1
