"""The pages of the tree: all groups, and each of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concept_pages.models import ServiceGroupPage
from concept_pages.reading import tree as tree_views
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.releases import concept_in_force
from tests.reading.conftest import SignIn
from workflows.models import Release

pytestmark = pytest.mark.django_db

TREE = "/konzepte/"


def content(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", [TREE, "/konzepte/netz/"])
def test_tree_leads_to_each_concept_with_version_date_and_level(
    path: str, group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    service = ServiceFactory(group=group, name_en="Name service")
    concept = concept_in_force(service, template=template)

    page = content(sign_in("reader", group), path)

    assert f'<a href="{concept.url}">Name service</a>' in page
    assert 'datetime="2026-03-14' in page
    assert 'class="tag level-internal"' in page


@pytest.mark.parametrize("path", [TREE, "/konzepte/netz/"])
def test_tree_shows_gaps_to_those_who_are_told(
    path: str, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    ServiceFactory(group=group, name_en="Forgotten service")

    assert "Forgotten service" in content(sign_in("operator", group), path)
    assert "Forgotten service" not in content(sign_in("reader", group), path)


def test_tree_of_a_reader_ends_at_her_groups(group: ServiceGroupPage, sign_in: SignIn) -> None:
    foreign = ServiceGroupFactory(title_en="Foreign group")
    client = sign_in("reader", group)

    assert "Foreign group" not in content(client, TREE)
    assert client.get(foreign.url).status_code == 404
    assert client.get(group.url).status_code == 200


def test_large_trees_open_group_by_group(
    group: ServiceGroupPage, template: Release, sign_in: SignIn, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tree_views, "MOST_SERVICES", 1)
    for _number in range(2):
        concept = concept_in_force(ServiceFactory(group=group), template=template)

    client = sign_in("reader", group)

    assert concept.url not in content(client, TREE)
    assert f'href="{group.url}"' in content(client, TREE)
    assert concept.url in content(client, group.url)


def test_large_groups_have_pages(
    group: ServiceGroupPage, template: Release, sign_in: SignIn, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tree_views, "SERVICES_ON_A_PAGE", 1)
    concepts = [
        concept_in_force(ServiceFactory(group=group, name_de=name), template=template)
        for name in ("Anfang", "Ende")
    ]
    client = sign_in("reader", group)

    pages = [content(client, f"{group.url}?page={number}") for number in (1, 2)]

    found = [[concept.url in page for concept in concepts] for page in pages]
    assert found == [[True, False], [False, True]]


@pytest.mark.parametrize("path", ["/", TREE, "/konzepte/netz/"])
def test_pages_ask_no_more_of_the_database_for_more_concepts(
    path: str, group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    client = sign_in("csirt")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    concept_in_force(ServiceFactory(group=group), template=template)
    queries()  # fills what a process remembers
    one = queries()
    concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(template=template)
    ServiceFactory(group=group)

    assert queries() == one
