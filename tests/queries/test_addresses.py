"""From an address to a page, whatever else is called the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.models import Page, Site

from concept_pages.models import ConceptIndexPage, HomePage
from concept_pages.queries.addresses import page_at
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.releases import concept_in_force, template_in_force

pytestmark = pytest.mark.django_db


def found(path: str, host: str = "testserver") -> Page | None:
    """Return the page at an address."""
    return page_at(RequestFactory().get(path, headers={"host": host}), path.removeprefix("/"))


def test_every_page_is_found_at_its_address() -> None:
    concept = concept_in_force(template=template_in_force())
    group = concept.get_parent().specific

    assert found("/") == HomePage.objects.get()
    assert found("/konzepte/") == ConceptIndexPage.objects.get()
    assert found(group.url) == group
    assert found(concept.url) == concept


def test_the_same_slug_elsewhere_does_not_confuse() -> None:
    template = template_in_force()
    groups = ServiceGroupFactory(slug="netz"), ServiceGroupFactory(slug="dns")
    concepts = [
        concept_in_force(ServiceFactory(group=group, key=key), template=template)
        for group, key in zip(groups, ("dns", "netz"), strict=True)
    ]

    assert [found("/konzepte/netz/dns/"), found("/konzepte/dns/netz/")] == concepts


@pytest.mark.parametrize(
    "path", ["/nirgends/", "/netz/", "/konzepte/dns/", "/konzepte/netz/dns/dns/", "/x" * 60]
)
def test_other_addresses_lead_nowhere(path: str) -> None:
    group = ServiceGroupFactory(slug="netz")
    concept_in_force(ServiceFactory(group=group, key="dns"), template=template_in_force())

    assert found(path) is None


def test_drafts_are_not_found() -> None:
    draft = concept_draft()

    assert found(f"{draft.get_parent().url}{draft.slug}/") is None


def test_second_site_has_its_own_addresses() -> None:
    group = ServiceGroupFactory(slug="netz")
    Site.objects.create(hostname="netz.example.org", root_page=group.get_parent())

    assert found("/netz/", host="netz.example.org") == group
    assert found("/konzepte/netz/", host="netz.example.org") is None
    assert found("/konzepte/netz/") == group


def test_finding_a_concept_takes_two_queries(django_assert_num_queries: Any) -> None:
    concept = concept_in_force(template=template_in_force())
    path = concept.url
    found("/")

    with django_assert_num_queries(2):
        page = found(path)
        assert page is not None
        assert page.lifecycle.released_id
        assert page.url == path
