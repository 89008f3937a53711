"""The start page says what a reader can do here."""

from __future__ import annotations

import pytest
from django.test import Client

from concept_pages.models import ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory
from tests.factories.releases import concept_in_force
from tests.reading.conftest import SignIn
from workflows.models import Release

pytestmark = pytest.mark.django_db


def start(client: Client) -> str:
    return client.get("/").content.decode()


def test_start_page_shows_the_groups_of_a_reader_and_what_is_new(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    service = ServiceFactory(group=group, name_en="Name service")
    concept = concept_in_force(service, template=template)

    page = start(sign_in("reader", group))

    assert f'<a href="{group.url}">Network services</a>' in page
    assert "1 released concept<" in page
    assert f'<a href="{concept.url}">Name service</a>' in page


def test_start_page_puts_the_search_in_front(sign_in: SignIn) -> None:
    page = start(sign_in("csirt"))

    assert 'role="search" action="/search/"' in page
    assert "autofocus" in page
    assert page.count("data-search") == 1


def test_start_page_tells_gaps_only_to_those_who_are_told(
    group: ServiceGroupPage, sign_in: SignIn
) -> None:
    ServiceFactory(group=group)

    assert "1 service without one" in start(sign_in("csirt"))
    assert "without one" not in start(sign_in("reader", group))


def test_start_page_helps_people_who_may_read_nothing(client: Client) -> None:
    ServiceGroupFactory()
    client.force_login(UserFactory())

    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert "Ask an administrator for a role" in page


def test_start_page_names_the_person(group: ServiceGroupPage, sign_in: SignIn) -> None:
    page = start(sign_in("reader", group, first_name="Rita", last_name="Reader"))

    assert "Rita Reader" in page


@pytest.mark.parametrize(
    ("role", "opens_admin", "sees_archive"),
    [("reader", False, False), ("operator", True, False), ("isb", True, True)],
)
def test_header_offers_only_doors_that_open(
    role: str, opens_admin: bool, sees_archive: bool, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    page = start(sign_in(role, None if role == "isb" else group))

    assert ('href="/admin/"' in page, 'href="/archive/"' in page) == (opens_admin, sees_archive)
