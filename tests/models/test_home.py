"""From an address to a page, whatever else is called the same."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from concept_pages.models import ConceptIndexPage, HomePage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.releases import concept_in_force, template_in_force

pytestmark = pytest.mark.django_db


def found(path: str) -> object:
    """Return the page at an address."""
    home = HomePage.objects.get()
    return home.route(RequestFactory().get(path), [part for part in path.split("/") if part]).page


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

    with pytest.raises(Http404):
        found(path)


def test_drafts_are_not_found() -> None:
    draft = concept_draft()

    with pytest.raises(Http404):
        found(f"{draft.get_parent().url}{draft.slug}/")


def test_finding_a_page_takes_two_queries() -> None:
    concept = concept_in_force(template=template_in_force())
    home, path = HomePage.objects.get(), [part for part in concept.url.split("/") if part]

    with CaptureQueriesContext(connection) as asked:
        home.route(RequestFactory().get(concept.url), path)

    assert len(asked) == 2
