"""Whoever saves a form once leaves one line in the history of what she saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import registry

from concept_pages.models import ConceptIndexPage, ServiceGroupPage
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder

pytestmark = pytest.mark.django_db

NO_ROWS = {
    f"dependency_rows-{name}_FORMS": count
    for name, count in {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 1000}.items()
}
NAMES = {"name_de": "Anders", "name_en": "Different"}


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def service() -> tuple[Any, str, dict[str, Any]]:
    one = ServiceFactory()
    values = {**NAMES, **NO_ROWS, "key": one.key, "group": one.group_id}
    return one, f"/admin/services/edit/{one.pk}/", values


def service_group() -> tuple[Any, str, dict[str, Any]]:
    one = ServiceGroupFactory()
    values = {"title": "Anders", "title_en": "Different", "key": one.key}
    return one, f"/admin/pages/{one.pk}/edit/", values


def department() -> tuple[Any, str, dict[str, Any]]:
    one = DepartmentFactory()
    return one, f"/admin/departments/edit/{one.pk}/", {**NAMES, "key": one.key}


def role() -> tuple[Any, str, dict[str, Any]]:
    one = RoleFactory()
    values = {**NAMES, "key": one.key, "clearance": "internal", "rights": ["concept.read"]}
    return one, f"/admin/roles/edit/{one.pk}/", values


def assignment() -> tuple[Any, str, dict[str, Any]]:
    one = assign(UserFactory(), "reader")
    values = {"user": one.user_id, "role": one.role_id, "service_group": ServiceGroupFactory().pk}
    return one, f"/admin/role-assignments/edit/{one.pk}/", values


def person() -> tuple[Any, str, dict[str, Any]]:
    one = UserFactory()
    values = {
        "username": one.username,
        "email": one.email,
        "first_name": "Nora",
        "last_name": "Anders",
        "language": "de",
    }
    return one, reverse("wagtailusers_users:edit", args=[one.pk]), values


def people_group() -> tuple[Any, str, dict[str, Any]]:
    one = Group.objects.create(name="Team")
    return one, reverse("wagtailusers_groups:edit", args=[one.pk]), {"name": "Anders"}


@pytest.mark.parametrize(
    "thing",
    [service, service_group, department, role, assignment, person, people_group],
    ids=lambda make: make.__name__,
)
def test_one_save_is_one_line(thing: Callable[[], tuple[Any, str, dict[str, Any]]]) -> None:
    one, address, values = thing()
    before = registry.get_logs_for_instance(one).count()

    answer = browser(holder("admin")).post(address, values)

    assert answer.status_code == 302
    assert registry.get_logs_for_instance(one).count() == before + 1


def test_new_service_group_is_one_line_with_who_created_it() -> None:
    admin, index = holder("admin"), ConceptIndexPage.objects.get()
    address = f"/admin/pages/add/concept_pages/servicegrouppage/{index.pk}/"

    browser(admin).post(address, {"title": "Neu", "title_en": "New", "key": "new"})

    one = ServiceGroupPage.objects.get(key="new")
    lines = registry.get_logs_for_instance(one).values_list("action", "user")
    assert list(lines) == [("wagtail.create", admin.pk)]
    assert one.live


def test_service_that_moves_and_changes_says_each_of_it_once() -> None:
    one, address, values = service()
    values |= {"group": ServiceGroupFactory().pk}

    browser(holder("admin")).post(address, values)

    actions = registry.get_logs_for_instance(one).values_list("action", flat=True)
    assert sorted(actions) == ["concept_pages.service.change", "concept_pages.service.move"]
