"""What is offered where nothing was found."""

from __future__ import annotations

import pytest

from concept_pages.access.reader import Reader
from concept_pages.models import ServiceGroupPage
from concept_pages.queries.search.find import Results, find
from concept_pages.queries.search.query import parse
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import holder
from tests.factories.releases import concept_in_force, template_in_force
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db

ANSWERS = COMPLETE | {
    "purpose": "Firewall auf mail.example.org, 198.51.100.7, am Rand des Netzes",
    "risks": "Geheimnis",
}


@pytest.fixture
def group() -> ServiceGroupPage:
    """A service group with one concept in force; another one lies elsewhere."""
    group, template = ServiceGroupFactory(), template_in_force()
    concept_in_force(ServiceFactory(group=group), template=template, answers=ANSWERS)
    concept_in_force(template=template)
    return group


def search(role: str, group: ServiceGroupPage, typed: str) -> Results:
    """Return what somebody with a role in the group finds."""
    return find(Reader(holder(role, group)), parse(typed), language="de")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("firewall unauffindbar", ["firewall"]),
        ("firewall rand unauffindbar", ["firewall rand"]),
        ("firewall fehlt unauffindbar", ["firewall"]),
        ("Firewalls", ["Firewall"]),
        ("198.51.100.99", ["198.51.100."]),
        ("198.51.99.1:443", ["198.51."]),
        ("www.example.org", ["example.org"]),
        ("mail.example.net", ["mail"]),
        ('"Rand der Firewall"', ["Rand", "Firewall"]),
        ("unauffindbar", []),
        ("geheimnisvoll", []),
    ],
)
def test_near_is_the_same_with_less(
    typed: str, offered: list[str], group: ServiceGroupPage
) -> None:
    results = search("csirt", group, typed)

    assert results.total == 0
    assert [(near.text, near.count) for near in results.near] == [(one, 1) for one in offered]


def test_near_knows_nothing_above_the_clearance(group: ServiceGroupPage) -> None:
    typed = "geheimnis fehlt"

    assert [near.text for near in search("csirt", group, typed).near] == ["geheimnis"]
    assert search("reader", group, typed).near == []


def test_near_is_not_looked_for_where_something_was_found(group: ServiceGroupPage) -> None:
    results = search("csirt", group, "firewall")

    assert (results.near, results.searched) == ([], 0)


def test_searched_counts_the_concepts_that_the_reader_may_read(group: ServiceGroupPage) -> None:
    assert search("reader", group, "unauffindbar").searched == 1
