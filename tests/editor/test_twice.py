"""Who clicks twice, or at the same time as somebody else, does it once and is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from concept_pages.actions.password_links import last_link, send_link
from concept_pages.models import AuditEntry, Role, RoleAssignment
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder

pytestmark = pytest.mark.django_db


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def recorded() -> list[str]:
    """Return what stands in the audit log besides signing in, in order."""
    rows = AuditEntry.objects.exclude(event__startswith="login.").order_by("pk")
    return list(rows.values_list("event", flat=True))


def logged() -> int:
    """Return how many lines the histories of all rows have."""
    return ModelLogEntry.objects.count()


def told(response: Any) -> list[str]:
    """Return what the page that a response leads to says."""
    return [str(message).strip() for message in response.context["messages"]]


def department() -> str:
    return f"/admin/departments/delete/{DepartmentFactory().pk}/"


def service() -> str:
    return f"/admin/services/delete/{ServiceFactory().pk}/"


def role() -> str:
    made = Role.objects.create(key="spare", name_de="Übrig", name_en="Spare")
    return f"/admin/roles/delete/{made.pk}/"


def assignment() -> str:
    assign(UserFactory(), "reader")
    return f"/admin/role-assignments/delete/{RoleAssignment.objects.latest('pk').pk}/"


def person() -> str:
    return reverse("wagtailusers_users:delete", args=[UserFactory().pk])


def people_group() -> str:
    return reverse("wagtailusers_groups:delete", args=[Group.objects.create(name="Team").pk])


@pytest.mark.parametrize(
    "thing", [department, service, role, assignment, person, people_group], ids=lambda f: f.__name__
)
def test_deletion_that_is_sent_twice_happens_once(thing: Callable[[], str]) -> None:
    client, address = browser(holder("admin")), thing()

    first = client.post(address)
    once = recorded(), logged()
    second = client.post(address, follow=True)

    assert second.redirect_chain[0] == (first["Location"], 302)
    assert "This has been done already." in told(second)
    assert (recorded(), logged()) == once
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("door", ["retire", "restore"])
def test_service_goes_out_of_operation_and_back_once(door: str) -> None:
    one = ServiceFactory(retired=door == "restore")
    client, address = browser(holder("admin")), f"/admin/catalogue/{one.pk}/{door}/"

    first, second = (client.post(address, {"comment": "Ersetzt"}, follow=True) for _ in range(2))

    one.refresh_from_db()
    assert one.retired is (door == "retire")
    assert told(second) == told(first)
    assert logged() == 1


@pytest.mark.parametrize(("verb", "active"), [("deactivate", True), ("activate", False)])
def test_account_is_deactivated_and_activated_once(verb: str, *, active: bool) -> None:
    one = UserFactory(is_active=active)
    client = browser(holder("admin"))
    name, more = (verb, ()) if verb == "deactivate" else ("act", (verb,))
    address = reverse(f"wagtailusers_users:{name}", args=[one.pk, *more])

    first, second = (client.post(address, follow=True) for _ in range(2))

    one.refresh_from_db()
    assert one.is_active is not active
    assert told(second) == told(first)
    assert recorded() == [f"person.{verb}d"]


def test_lock_that_is_lifted_already_is_recorded_once() -> None:
    one = UserFactory()
    for _number in range(5):
        Client().post("/admin/login/", {"username": one.username, "password": "wrong"})
    client = browser(holder("admin"))
    address = reverse("wagtailusers_users:act", args=[one.pk, "unlock"])

    first, second = (client.post(address, follow=True) for _ in range(2))

    assert told(second) == told(first)
    assert AuditEntry.objects.filter(event="login.unlocked").count() == 1


def test_invitation_that_is_sent_twice_is_one_mail(django_capture_on_commit_callbacks: Any) -> None:
    admin, one = holder("admin"), UserFactory(email="nora@example.org")
    client = browser(admin)
    page = client.get(reverse("wagtailusers_users:inspect", args=[one.pk]))
    address = reverse("wagtailusers_users:act", args=[one.pk, "invite"])
    typed = {"last": page.context["last_link"]}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, typed)
        second = client.post(address, typed, follow=True)

    assert f'name="last" value="{typed["last"]}"' in page.content.decode()
    assert len(mail.outbox) == 1
    assert recorded() == ["person.invited"]
    assert any("since you opened this page" in said for said in told(second))


def test_another_invitation_is_sent_by_who_knows_of_the_last_one(
    django_capture_on_commit_callbacks: Any,
) -> None:
    admin, one = holder("admin"), UserFactory(email="nora@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        sent = [send_link(one, by=admin, last=last_link(one)) for _ in range(2)]

    assert sent == [True, True]
    assert len(mail.outbox) == 2


def test_move_that_is_sent_twice_counts_what_has_moved() -> None:
    first, second = ServiceFactory(), ServiceFactory()
    to = ServiceGroupFactory(title_en="Network")
    client = browser(holder("admin"))
    typed = {"rows": [first.pk, second.pk], "to": to.pk, "apply": "1"}

    moved = client.post("/admin/catalogue/move/", {**typed, "rows": [first.pk]}, follow=True)
    rest = client.post("/admin/catalogue/move/", typed, follow=True)
    again = client.post("/admin/catalogue/move/", typed, follow=True)

    assert told(moved) == ["1 service moved to “Network”."]
    assert told(rest) == ["1 service moved to “Network”."]
    assert told(again) == ["These services belong to “Network” already."]
    assert logged() == 2
