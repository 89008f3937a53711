"""Two who do the same at the same time: it is done once, and stands in the logs once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from concept_pages.actions.assignments import take_role
from concept_pages.actions.catalogue import CatalogueChanged, apply_catalogue
from concept_pages.actions.deputies import end_deputyship, name_deputy
from concept_pages.actions.directory.mapping import delete_mapping
from concept_pages.actions.password_links import last_link, send_link
from concept_pages.actions.people import activate, deactivate, delete_person
from concept_pages.actions.people_groups import delete_group as delete_people_group
from concept_pages.actions.roles import delete_role
from concept_pages.actions.service_deletion import delete_department, delete_service
from concept_pages.actions.service_groups import create_group, delete_group
from concept_pages.actions.service_retirement import restore_service, retire_service
from concept_pages.actions.services import move_services
from concept_pages.definition.catalogue import Catalogue, GroupEntry, ServiceEntry
from concept_pages.definition.elements import Text
from concept_pages.models import (
    AuditEntry,
    ConceptIndexPage,
    Deputyship,
    DirectoryGroup,
    Role,
    Service,
    ServiceGroupPage,
)
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder
from tests.meanwhile import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def lines() -> int:
    """Return how much is written down: in the audit log and in the histories."""
    logs = (AuditEntry, ModelLogEntry, PageLogEntry)
    return sum(log._default_manager.count() for log in logs)


def twice(deed: Callable[..., Any], thing: Any, **more: Any) -> list[str]:
    """Let two people, who both have the thing before them, do something with it at once."""
    one, other = (type(thing)._default_manager.get(pk=thing.pk) for _ in range(2))
    return at_once(lambda: deed(one, **more), lambda: deed(other, **more))


def directory_group() -> DirectoryGroup:
    reader = Role.objects.get(key="reader")
    return DirectoryGroup.objects.create(dn="cn=net,dc=example,dc=org", role=reader)


@pytest.mark.parametrize(
    ("delete", "make"),
    [
        (delete_service, ServiceFactory),
        (delete_department, DepartmentFactory),
        (delete_group, ServiceGroupFactory),
        (delete_person, UserFactory),
        (delete_people_group, lambda: Group.objects.create(name="Team")),
        (delete_role, lambda: Role.objects.create(key="x", name_de="x", name_en="x")),
        (take_role, lambda: assign(UserFactory(), "reader")),
        (delete_mapping, directory_group),
    ],
)
def test_two_deletions_at_once_are_one(delete: Any, make: Callable[[], Any]) -> None:
    thing, admin = make(), holder("admin")
    expected = {delete_service: 2, delete_person: 2}.get(delete, 1)
    before = lines()

    assert twice(delete, thing, by=admin) == ["done", "done"]

    assert not type(thing)._default_manager.filter(pk=thing.pk).exists()
    assert lines() == before + expected


def test_deputyship_that_has_not_begun_is_ended_once() -> None:
    person, tomorrow = holder("reader"), timezone.localdate() + timedelta(days=1)
    thing = name_deputy(
        person, UserFactory(), by=person, starts_on=tomorrow, ends_on=tomorrow, reason=""
    )
    before = lines()

    assert twice(end_deputyship, thing, by=person) == ["done", "done"]

    assert not Deputyship.objects.exists()
    assert lines() == before + 1


@pytest.mark.parametrize(
    ("deed", "make"),
    [
        (deactivate, UserFactory),
        (activate, lambda: UserFactory(is_active=False)),
        (restore_service, lambda: ServiceFactory(retired=True)),
    ],
)
def test_state_that_is_reached_is_not_written_down_again(
    deed: Any, make: Callable[[], Any]
) -> None:
    thing, admin = make(), holder("admin")
    before = lines()

    assert twice(deed, thing, by=admin) == ["done", "done"]

    assert lines() == before + 1


def test_service_is_retired_once() -> None:
    service, admin = ServiceFactory(), holder("admin")
    before = lines()

    assert twice(retire_service, service, by=admin, comment="Ersetzt") == ["done", "done"]

    assert Service.objects.get().retired
    assert lines() == before + 1


def test_link_is_sent_once() -> None:
    person, admin = UserFactory(email="nora@example.org"), holder("admin")

    assert twice(send_link, person, by=admin, last=last_link(person)) == ["done", "done"]

    assert len(mail.outbox) == 1
    assert AuditEntry.objects.filter(event=AuditEntry.Event.PERSON_INVITED).count() == 1


def test_services_move_once() -> None:
    service, to, admin = ServiceFactory(), ServiceGroupFactory(), holder("admin")
    before = lines()

    def move() -> None:
        move_services(Service.objects.all(), to=to, by=admin)

    assert at_once(move, move) == ["done", "done"]

    assert Service.objects.get(pk=service.pk).group == to
    assert lines() == before + 1


def test_service_group_is_created_once() -> None:
    def create() -> None:
        create_group(key="net", name=Text("Netz", "Network"))

    assert at_once(create, create) == ["done", "refused"]

    assert ServiceGroupPage.objects.get().key == "net"


def test_imports_at_once_come_one_after_the_other() -> None:
    net = GroupEntry("net", Text("Netz", "Network"))
    dns = ServiceEntry("dns", Text("DNS", "DNS"), "net")
    file = Catalogue(groups=(net,), services=(dns,))

    assert at_once(lambda: apply_catalogue(file), lambda: apply_catalogue(file)) == ["done"] * 2

    assert AuditEntry.objects.filter(event=AuditEntry.Event.CATALOGUE_IMPORTED).count() == 1


def test_import_at_once_with_a_form_that_creates_the_same_is_refused() -> None:
    """A form has checked, and created what is not there for others before its transaction ends."""
    group = ServiceGroupFactory(key="net")
    file = Catalogue(services=(ServiceEntry("dns", Text("DNS", "DNS"), "net"),))
    created, outcomes = threading.Event(), []

    def create() -> None:
        with transaction.atomic():
            ServiceFactory(key="dns", group=group)
            created.set()
            time.sleep(1)

    def apply() -> None:
        created.wait(10)
        try:
            apply_catalogue(file)
        except CatalogueChanged:
            outcomes.append("changed")

    assert at_once(create, apply) == ["done", "done"]

    # SQLite lets the import wait until it sees the service; PostgreSQL only until it would clash.
    assert outcomes == (["changed"] if connection.vendor == "postgresql" else [])
    assert Service.objects.filter(key="dns").count() == 1


def test_service_groups_that_are_created_at_once_get_places_of_their_own() -> None:
    assert (
        at_once(
            *(lambda key=key: create_group(key=key, name=Text(key, key)) for key in ("a", "b", "c"))
        )
        == ["done"] * 3
    )

    index = ConceptIndexPage.objects.get()
    assert {group.key for group in ServiceGroupPage.objects.child_of(index)} == {"a", "b", "c"}
    assert index.numchild == 3
