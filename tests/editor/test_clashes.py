"""What is taken when a form is saved, but was free when it was checked, is told in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from concept_pages.models import AuditEntry, ConceptIndexPage, Department, Role, Service
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, holder
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db

NAMES = {"name_de": "Getippter Name", "name_en": "Typed name", "key": "taken"}
NO_ROWS = {
    f"dependency_rows-{name}_FORMS": count
    for name, count in {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 1000}.items()
}


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def new_service() -> tuple[str, dict[str, Any]]:
    group = ServiceGroupFactory()
    return "/admin/services/create/", {**NAMES, **NO_ROWS, "group": str(group.pk)}


def new_service_group() -> tuple[str, dict[str, Any]]:
    index = ConceptIndexPage.objects.get()
    address = f"/admin/pages/add/concept_pages/servicegrouppage/{index.pk}/"
    return address, {"title": "Getippter Name", "title_en": "Typed name", "key": "taken"}


def new_department() -> tuple[str, dict[str, Any]]:
    return "/admin/departments/create/", NAMES


def new_role() -> tuple[str, dict[str, Any]]:
    return "/admin/roles/create/", {**NAMES, "clearance": "internal", "rights": ["concept.read"]}


def new_person() -> tuple[str, dict[str, Any]]:
    return reverse("wagtailusers_users:add"), {
        "username": "taken",
        "email": "typed@example.org",
        "first_name": "Getippter",
        "last_name": "Getippter Name",
        "language": "de",
        "start": "invite",
    }


def new_people_group() -> tuple[str, dict[str, Any]]:
    return reverse("wagtailusers_groups:add"), {"name": "taken"}


@pytest.mark.parametrize(
    ("new", "rival", "field"),
    [
        (new_service, lambda: ServiceFactory(key="taken"), "key"),
        (new_service_group, lambda: ServiceGroupFactory(key="taken"), "key"),
        (new_department, lambda: DepartmentFactory(key="taken"), "key"),
        (new_role, lambda: Role.objects.create(key="taken", name_de="x", name_en="x"), "key"),
        (new_person, lambda: UserFactory(username="taken"), "username"),
        (new_people_group, lambda: Group.objects.create(name="taken"), "name"),
    ],
)
def test_what_was_taken_meanwhile_is_told_at_the_field(
    new: Callable[[], tuple[str, dict[str, Any]]], rival: Callable[[], Any], field: str
) -> None:
    address, typed = new()
    client = browser(holder("admin"))
    client.get(address)
    before = AuditEntry.objects.count()

    with meanwhile(rival):
        answer = client.post(address, typed)

    form = answer.context["form"]
    assert list(form.errors) == [field]
    for name, value in typed.items():
        if not name.startswith("dependency_rows"):
            assert form[name].value() == value
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("new", "there"),
    [
        (new_service, lambda: Service.objects.filter(key="taken")),
        (new_service_group, lambda: ConceptIndexPage.objects.get().get_children()),
        (new_department, lambda: Department.objects.filter(key="taken")),
        (new_person, lambda: get_user_model().objects.filter(username="taken")),
    ],
)
def test_form_that_is_sent_twice_makes_one_row(
    new: Callable[[], tuple[str, dict[str, Any]]], there: Callable[[], Any]
) -> None:
    address, typed = new()
    client = browser(holder("admin"))
    before = there().count()

    answers = [client.post(address, typed).status_code for _ in range(2)]

    assert answers == [302, 200]
    assert there().count() == before + 1


def test_error_of_the_database_that_no_form_explains_stays_an_error() -> None:
    address, typed = new_department()
    client = browser(holder("admin"))
    client.get(address)

    def refuse() -> None:
        raise IntegrityError

    with pytest.raises(IntegrityError), meanwhile(refuse):
        client.post(address, typed)

    assert connection.is_usable()
    assert not Department.objects.exists()
