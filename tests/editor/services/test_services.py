"""The catalogue in the admin: who sees and changes which services, and what a move does."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.utils import get_user_display_name

from concept_pages.editor.services.views import MOST_SERVICES
from concept_pages.models import Service, ServiceDependency, ServiceGroupPage
from concept_pages.models.fields import validate_key
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import UserFactory, assign, holder, holder_of_right

pytestmark = pytest.mark.django_db

LIST = "/admin/services/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(service: Service | None = None, *needs: Service, **changes: Any) -> dict[str, Any]:
    """Return what a browser posts for a service with these (new) dependencies."""
    rows = {
        f"dependency_rows-{number}-{name}": value
        for number, other in enumerate(needs)
        for name, value in {"needs": other.pk, "kind": "required", "id": "", "DELETE": ""}.items()
    }
    return {
        "name_de": service.name_de if service else "Neuer Dienst",
        "name_en": service.name_en if service else "New service",
        "key": service.key if service else "new_service",
        "group": service.group_id if service else "",
        "department": "",
        "comment": "",
        "dependency_rows-TOTAL_FORMS": len(needs),
        "dependency_rows-INITIAL_FORMS": 0,
        "dependency_rows-MIN_NUM_FORMS": 0,
        "dependency_rows-MAX_NUM_FORMS": 1000,
        **rows,
        **changes,
    }


def told(response: Any) -> list[str]:
    """Return the messages that a response leaves for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_renaming_says_that_the_concept_keeps_its_title() -> None:
    service = ServiceFactory(name_de="Namensdienst", name_en="Name service")
    concept = released_concept(service)
    client = browser(holder("admin"))

    other = client.post(f"{LIST}edit/{service.pk}/", form(service, comment="Neuer Kommentar"))
    renamed = client.post(f"{LIST}edit/{service.pk}/", form(service, name_de="Resolver"))

    assert not any(concept.title in message for message in told(other))
    assert any(concept.title in message for message in told(renamed))


def test_list_shows_the_services_of_the_own_groups_only() -> None:
    own, foreign = ServiceFactory(name_de="Meiner"), ServiceFactory(name_de="Deiner")

    page = browser(holder("operator", own.group)).get(LIST).content.decode()

    assert "Meiner" in page
    assert "Deiner" not in page
    assert foreign.group != own.group


def test_list_says_what_there_is_of_each_concept() -> None:
    service = ServiceFactory()
    released_concept(service)
    ServiceFactory(group=service.group)

    page = browser(holder("operator", service.group)).get(LIST, headers={"accept-language": "en"})

    cells = page.content.decode()
    assert "version 1 in force" in cells or "Version 1" in cells


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("concept=none", ["Ohne"]),
        ("concept=unreleased", ["Entwurf"]),
        ("concept=in_review", []),
        ("concept=released", []),
        ("group=nowhere", []),
        ("q=entw", ["Entwurf"]),
    ],
)
def test_list_is_filtered(chosen: str, found: list[str]) -> None:
    without = ServiceFactory(name_de="Ohne")
    concept_draft(ServiceFactory(name_de="Entwurf", group=without.group))

    response = browser(holder("operator", without.group)).get(f"{LIST}?{chosen}")

    assert [str(service) for service in response.context["object_list"]] == found


def test_list_ignores_filters_that_make_no_sense() -> None:
    response = browser(holder("admin")).get(f"{LIST}?nonsense=1")

    assert (response.status_code, response["Location"]) == (302, LIST)


def test_operator_may_look_but_not_change() -> None:
    service = ServiceFactory()
    client = browser(holder("operator", service.group))

    opened = {
        action: client.get(f"{LIST}{action}/{service.pk}/").status_code == 200
        for action in ("inspect", "history", "edit", "delete")
    }

    assert opened == {"inspect": True, "history": True, "edit": False, "delete": False}


@pytest.mark.parametrize("action", ["inspect", "history", "edit", "delete"])
def test_service_of_another_group_does_not_open(action: str) -> None:
    foreign = ServiceFactory()
    client = browser(holder("subadmin", ServiceGroupFactory()))

    assert client.get(f"{LIST}{action}/{foreign.pk}/").status_code == 302


def test_new_service_is_saved_with_its_dependencies() -> None:
    group, other = ServiceGroupFactory(), ServiceFactory()
    client = browser(holder("subadmin", group))

    client.post(f"{LIST}create/", form(None, other, group=group.pk))

    service = Service.objects.get(key="new_service")
    assert [row.needs for row in service.dependency_rows.all()] == [other]


def test_second_service_of_a_name_is_saved_with_a_warning_that_names_the_first() -> None:
    first, second = ServiceFactory(name_de="Archiv"), ServiceFactory()
    client = browser(holder("admin"))
    group = ServiceGroupFactory().pk

    created = client.post(f"{LIST}create/", form(None, group=group, name_de="archiv"))
    renamed = client.post(f"{LIST}edit/{second.pk}/", form(second, name_de="Archiv"))
    edited = browser(holder("admin")).post(f"{LIST}edit/{first.pk}/", form(first, comment="Neu"))

    assert Service.objects.filter(name_de__iexact="Archiv").count() == 3
    for response in (created, renamed):
        assert any(first.group.display_title() in message for message in told(response))
    assert len(told(edited)) == 1


def test_new_service_cannot_be_put_into_a_foreign_group() -> None:
    client = browser(holder("subadmin", ServiceGroupFactory()))

    response = client.post(f"{LIST}create/", form(None, group=ServiceGroupFactory().pk))

    assert response.status_code == 200
    assert not Service.objects.filter(key="new_service").exists()


@pytest.mark.parametrize("key", ["Großer Schlüssel", "DNS", "1st", ""])
def test_service_needs_a_well_formed_key(key: str) -> None:
    group = ServiceGroupFactory()

    client = browser(holder("subadmin", group))
    refused = client.post(f"{LIST}create/", form(None, group=group.pk, key=key)).context["form"]

    assert not Service.objects.exists()
    assert not key or refused.errors["key"] == [validate_key.message]


def test_key_of_a_service_never_changes() -> None:
    service = ServiceFactory(key="dns")

    browser(holder("subadmin", service.group)).post(
        f"{LIST}edit/{service.pk}/", form(service, key="names", name_de="Namen")
    )

    service.refresh_from_db()
    assert (service.key, service.name_de) == ("dns", "Namen")


def test_dependency_on_itself_is_refused_with_a_sentence() -> None:
    service = ServiceFactory()

    response = browser(holder("subadmin", service.group)).post(
        f"{LIST}edit/{service.pk}/", form(service, service)
    )

    assert response.status_code == 200
    assert not service.dependency_rows.exists()


def test_dependency_that_is_there_twice_is_refused_with_a_sentence() -> None:
    service, other = ServiceFactory(), ServiceFactory()

    response = browser(holder("subadmin", service.group)).post(
        f"{LIST}edit/{service.pk}/", form(service, other, other)
    )

    (said,) = response.context["form"].non_field_errors()
    assert str(other) in said
    assert not service.dependency_rows.exists()


@pytest.mark.parametrize(("kind", "is_saved"), [("required", True), ("optional", False)])
def test_dependency_on_nothing_is_refused_where_its_kind_was_chosen(
    kind: str, *, is_saved: bool
) -> None:
    service = ServiceFactory()
    row = {"needs": "", "kind": kind, "id": "", "DELETE": ""}
    typed = {f"dependency_rows-0-{name}": value for name, value in row.items()}
    typed["dependency_rows-TOTAL_FORMS"] = 1

    response = browser(holder("subadmin", service.group)).post(
        f"{LIST}edit/{service.pk}/", form(service, **typed)
    )

    assert (response.status_code == 302) is is_saved
    if not is_saved:
        assert gettext("Choose a service, or delete this dependency.") in response.content.decode()


def test_another_group_takes_the_concept_along() -> None:
    service, target = ServiceFactory(), ServiceGroupFactory()
    concept = released_concept(service)
    person = holder("subadmin", service.group)
    assign(person, "subadmin", target)

    browser(person).post(f"{LIST}edit/{service.pk}/", form(service, group=target.pk))

    concept.refresh_from_db()
    assert Service.objects.get(pk=service.pk).group_id == target.pk
    assert concept.get_parent().pk == target.pk


def test_move_that_is_not_possible_says_why_and_keeps_what_was_typed() -> None:
    service = ServiceFactory()
    submitted_concept(service)
    target = ServiceGroupFactory()

    response = browser(holder("admin")).post(
        f"{LIST}edit/{service.pk}/", form(service, group=target.pk, name_de="Getippt")
    )

    service.refresh_from_db()
    assert "Getippt" in response.content.decode()
    assert response.context["form"].errors["group"]
    assert service.name_de != "Getippt"


def test_service_with_a_concept_is_not_deleted() -> None:
    service = ServiceFactory()
    concept_draft(service)

    browser(holder("admin")).post(f"{LIST}delete/{service.pk}/")

    assert Service.objects.filter(pk=service.pk).exists()


def test_service_without_a_concept_is_deleted_by_administrators() -> None:
    service = ServiceFactory()

    browser(holder("admin")).post(f"{LIST}delete/{service.pk}/")

    assert not Service.objects.filter(pk=service.pk).exists()


@pytest.mark.parametrize(("everywhere", "opens"), [(True, True), (False, False)])
def test_departments_are_edited_by_who_edits_all_services(*, everywhere: bool, opens: bool) -> None:
    department = DepartmentFactory()
    place = None if everywhere else ServiceGroupFactory()
    client = browser(holder_of_right("service.edit", at=place))

    assert (client.get(f"/admin/departments/edit/{department.pk}/").status_code == 200) is opens


def test_department_with_services_is_not_deleted() -> None:
    department = DepartmentFactory()
    ServiceFactory(department=department, name_de="Namensdienst")
    client, address = browser(holder("admin")), f"/admin/departments/delete/{department.pk}/"

    asked, refused = client.get(address).content.decode(), client.post(address).content.decode()

    for page in (asked, refused):
        assert "Namensdienst" in page
        assert f"/admin/services/?department={department.key}" in page
        assert 'class="button serious' not in page
    assert type(department).objects.filter(pk=department.pk).exists()


@pytest.mark.parametrize(("more", "said"), [(0, False), (1, True)])
def test_page_says_where_a_department_has_more_services_than_it_names(
    more: int, *, said: bool
) -> None:
    department = DepartmentFactory()
    for _ in range(MOST_SERVICES + more):
        ServiceFactory(department=department)

    asked = browser(holder("admin")).get(f"/admin/departments/delete/{department.pk}/")

    assert asked.content.decode().count("Dienst 0") == MOST_SERVICES
    assert ("<li>…</li>" in asked.content.decode()) is said


def test_department_without_services_is_deleted_after_a_question() -> None:
    department = DepartmentFactory(name_de="Rechnen")
    client, address = browser(holder("admin")), f"/admin/departments/delete/{department.pk}/"

    asked = client.get(address).content.decode()
    client.post(address)

    assert "„Rechnen“" in asked or "“Rechnen”" in asked
    assert not type(department).objects.filter(pk=department.pk).exists()


def test_chooser_finds_services_in_operation_by_name() -> None:
    ServiceFactory(name_de="Namensdienst")
    ServiceFactory(name_de="Namensdienst alt", retired=True)
    ServiceFactory(name_de="Zeitdienst")
    client = browser(holder("admin"))

    response = client.get(reverse("service_chooser:choose_results"), {"q": "namens"})

    assert [str(service) for service in response.context["results"]] == ["Namensdienst"]


def test_service_group_in_use_is_not_deleted_in_bulk() -> None:
    service = ServiceFactory()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = browser(holder("admin")).post(f"{address}?id={service.group.pk}")

    assert response.status_code == 302
    assert ServiceGroupPage.objects.filter(pk=service.group.pk).exists()


def test_superuser_sees_all_services() -> None:
    ServiceFactory(name_de="Irgendeiner")

    page = browser(UserFactory(is_superuser=True)).get(LIST).content.decode()

    assert "Irgendeiner" in page


def test_page_of_a_service_leads_to_a_new_concept() -> None:
    service = ServiceFactory()

    page = browser(holder("owner", service.group)).get(f"{LIST}inspect/{service.pk}/")

    assert f'href="/admin/concepts/new/?service={service.pk}"' in page.content.decode()


def test_page_of_a_service_links_the_neighbours_that_the_person_may_open() -> None:
    service, foreign = ServiceFactory(), ServiceFactory(name_de="Fremd")
    own = ServiceFactory(group=service.group)
    ServiceDependency.objects.create(service=service, needs=foreign)
    ServiceDependency.objects.create(service=own, needs=service)

    def shown(role: str) -> str:
        client = browser(holder(role, service.group))
        return str(client.get(f"{LIST}inspect/{service.pk}/").content.decode())

    page = shown("operator")

    assert f'href="{LIST}inspect/{own.pk}/"' in page
    assert "Fremd" in page
    assert f'href="{LIST}inspect/{foreign.pk}/"' not in page
    assert f'href="{LIST}?group={service.group.key}"' in page
    assert f'href="/admin/pages/{service.group.pk}/edit/"' in shown("subadmin")


def test_page_of_a_service_names_who_may_start_its_concept() -> None:
    service = ServiceFactory()
    owner, stranger = holder("owner", service.group), holder("owner", ServiceGroupFactory())

    page = browser(holder("operator", service.group)).get(f"{LIST}inspect/{service.pk}/")

    assert page.context["who_creates"] == get_user_display_name(owner)
    assert get_user_display_name(stranger) not in page.content.decode()
    assert "/admin/concepts/new/" not in page.content.decode()


def test_stale_form_tells_what_somebody_else_changed_and_keeps_what_was_typed() -> None:
    service, gone, added = ServiceFactory(key="dns"), ServiceFactory(), ServiceFactory(key="ntp")
    row = ServiceDependency.objects.create(service=service, needs=gone)
    client, address = browser(holder("admin")), f"{LIST}edit/{service.pk}/"
    client.cookies["django_language"] = "en"
    seen = client.get(address).context["form"]["seen"].value()
    typed = form(service, gone, name_en="Mine", seen=seen) | {
        "dependency_rows-INITIAL_FORMS": 1,
        "dependency_rows-0-id": row.pk,
    }
    row.delete()
    ServiceDependency.objects.create(service=service, needs=added)

    refused = client.post(address, typed).context["form"]

    assert "depends on: + ntp" in refused.non_field_errors()[0]
    assert refused["name_en"].value() == "Mine"
    assert list(service.dependencies.all()) == [added]

    client.post(address, typed | {"seen": refused["seen"].value()})

    service.refresh_from_db()
    assert (service.name_en, list(service.dependencies.all())) == ("Mine", [gone])


def test_same_dependency_from_two_tabs_is_there_once() -> None:
    service, other = ServiceFactory(), ServiceFactory()
    client, address = browser(holder("admin")), f"{LIST}edit/{service.pk}/"
    seen = client.get(address).context["form"]["seen"].value()
    typed = form(service, other)
    client.post(address, typed | {"seen": seen})

    refused = client.post(address, typed | {"seen": seen}).context["form"]
    client.post(address, typed | {"seen": refused["seen"].value()})

    assert list(service.dependencies.all()) == [other]


def test_list_reads_no_answers_whatever_the_number_of_concepts() -> None:
    service = ServiceFactory()
    template = released_concept(service).template_release
    client = browser(holder("operator", service.group))
    client.get(LIST)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return [query["sql"] for query in captured]

    one = asked()
    for _number in range(2):
        released_concept(ServiceFactory(group=service.group), template=template)

    assert len(asked()) == len(one)
    assert not [sql for sql in one if '"body"' in sql or '"content"' in sql]
