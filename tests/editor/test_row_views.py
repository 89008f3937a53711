"""The views of one row of our lists: what their titles, questions and messages say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from concept_pages.models import Department, Deputyship, Role, RoleAssignment, Service
from tests.factories.catalogue import ServiceFactory
from tests.factories.people import UserFactory, assign, holder

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAMES = {"name_de": "Netze", "name_en": "Networks", "key": "networks"}


@pytest.fixture
def admin() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(holder("admin"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def heading(client: Client, address: str) -> str:
    """Return the heading of a page, without what is not said."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(address).content.decode(), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


def said(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("deed", "title"),
    [
        ("edit", "Edit department Networks"),
        ("delete", "Delete department Networks"),
        ("history", "History: Networks"),
    ],
)
def test_title_says_what_is_done_to_which_row(deed: str, title: str, admin: Client) -> None:
    department = Department.objects.create(**NAMES)

    assert heading(admin, f"/admin/departments/{deed}/{department.pk}/") == title


def test_titles_of_the_other_views(admin: Client) -> None:
    role = Role.objects.get(key="owner")
    given = assign(UserFactory(), "reader")

    assert heading(admin, "/admin/roles/create/") == "Add role"
    assert heading(admin, f"/admin/roles/inspect/{role.pk}/") == "Role Service owner"
    assert heading(admin, f"/admin/role-assignments/delete/{given.pk}/").startswith("Take a role")


def test_view_of_a_row_leads_back_to_the_list(admin: Client) -> None:
    service: Service = ServiceFactory()

    content = admin.get(f"/admin/services/inspect/{service.pk}/").content.decode()

    assert "Go back to the list" in content
    assert "Back to service list" not in content


def test_messages_name_kind_and_row(admin: Client) -> None:
    added = admin.post("/admin/departments/create/", NAMES)
    department = Department.objects.get(key="networks")
    changed = admin.post(f"/admin/departments/edit/{department.pk}/", NAMES)
    wrong = admin.post("/admin/departments/create/", {})

    assert said(added)[0].startswith("Department added: Networks")
    assert said(changed)[-1].startswith("Department saved: Networks")
    assert said(wrong)[-1].startswith("Nothing was saved yet.")


def test_department_in_use_is_not_deleted_and_lists_its_services(admin: Client) -> None:
    department = Department.objects.create(**NAMES)
    service: Service = ServiceFactory(department=department)

    response = admin.post(f"/admin/departments/delete/{department.pk}/")

    content = response.content.decode()
    assert "“Networks” cannot be deleted: 1 service belongs to it." in content
    assert f"<li>{service} (" in content


def test_empty_list_and_empty_history_say_so(admin: Client) -> None:
    Deputyship.objects.all().delete()
    department = Department.objects.create(**NAMES)

    history = admin.get(f"/admin/departments/history/{department.pk}/").content.decode()

    assert "There is nothing here yet." in admin.get("/admin/deputies/").content.decode()
    assert "Nothing has been noted about this yet." in history
    assert 'href="/admin/departments/"' in history


def test_button_that_takes_a_role_does_not_say_delete(admin: Client) -> None:
    given: RoleAssignment = assign(UserFactory(), "reader")

    content = admin.get(f"/admin/role-assignments/delete/{given.pk}/").content.decode()

    assert 'class="button serious' in content
    assert '<em data-w-progress-target="label">Take the role</em></button>' in content


@pytest.mark.parametrize(
    ("address", "labels"),
    [
        ("/admin/role-assignments/", ["Who", "Role", "Service group"]),
        ("/admin/users/", ["User name", "State", "Roles"]),
    ],
)
def test_cells_of_a_list_know_their_columns(address: str, labels: list[str], admin: Client) -> None:
    content = admin.get(address).content.decode()

    for label in labels:
        assert f'data-label="{label}"' in content


def test_cell_that_says_nothing_names_no_column(admin: Client) -> None:
    UserFactory()  # who has never signed in
    content = admin.get("/admin/users/").content.decode()

    assert 'data-label=""' in content
    assert 'data-label="E-mail address"' in content
