"""The search page: results that lead somewhere, help where there are none, no way to break it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concept_pages.models import ServiceGroupPage
from concept_pages.queries.search import find as finding
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.releases import concept_in_force
from tests.factories.templates import COMPLETE
from tests.reading.conftest import SignIn
from workflows.models import Release

pytestmark = pytest.mark.django_db


def results(client: Client, **asked: object) -> str:
    """Return the search page for a query."""
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_search_leads_to_the_answer_and_marks_it(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)

    page = results(sign_in("reader", group), q="aufloes")

    assert f'href="{concept.url}#question-purpose"' in page
    assert "Namen <mark>auflösen</mark>" in page
    assert "1 concept found" in page


def test_search_shows_no_markup_that_somebody_typed(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    evil = "<script>alert(1)</script> <mark>Namen</mark>"
    concept_in_force(
        ServiceFactory(group=group), template=template, answers=COMPLETE | {"purpose": evil}
    )

    page = results(sign_in("reader", group), q="namen")

    assert "<script>alert" not in page
    assert "&lt;mark&gt;<mark>Namen</mark>&lt;/mark&gt;" in page


def test_search_shows_no_markup_of_the_query(sign_in: SignIn) -> None:
    page = results(sign_in("csirt"), q='"><script>alert(1)</script>')

    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_search_offers_the_groups_with_their_counts(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    other = ServiceGroupFactory(key="post", title_en="Mail & more")
    concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(ServiceFactory(group=other), template=template)
    concept_in_force(ServiceFactory(group=other), template=template)

    page = results(sign_in("csirt"), q="namen", group="post")

    assert "2 concepts found" in page
    assert 'href="?q=namen&amp;group=netz"' in page
    assert 'href="?q=namen&amp;group=post" aria-current="true"' in page
    assert '<span class="count">3</span>' in page


def test_search_pages_keep_what_was_asked(
    group: ServiceGroupPage,
    template: Release,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "CONCEPTS_ON_A_PAGE", 1)
    for _number in range(2):
        concept_in_force(ServiceFactory(group=group), template=template)

    page = results(sign_in("csirt"), q="namen auf", group="netz")

    assert 'rel="next" href="?q=namen+auf&amp;group=netz&amp;page=2"' in page


@pytest.mark.parametrize(
    ("typed", "help_text"),
    [
        ("", "Type what you know of a service"),
        ("   ", "Type what you know of a service"),
        ("x", "Please type at least 2 letters or digits."),
        ("?!", "There is no letter and no digit to look for."),
        ("unauffindbar", "Nothing you may read says “unauffindbar”."),
        ("wort " * 100, "That was a lot"),
    ],
)
def test_search_says_what_to_do_when_nothing_is_found(
    typed: str, help_text: str, sign_in: SignIn
) -> None:
    assert help_text in results(sign_in("csirt"), q=typed)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "namen", "page": "x"},
        {"q": "namen", "page": "-5"},
        {"q": "namen", "page": "9" * 40},
        {"q": "namen", "page": "²"},
        {"q": "namen", "group": "' OR 1=1"},
        {"q": "\x00"},
        {"q": "%' OR '1'='1"},
        {"q": "\ud800".encode("utf-8", "surrogatepass")},
        {},
    ],
)
def test_search_never_fails(
    asked: dict[str, object], group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)

    results(sign_in("csirt"), **asked)


def test_search_asks_no_more_of_the_database_for_more_results(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    client = sign_in("csirt")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "found" in results(client, q="namen")
        return len(asked)

    concept_in_force(ServiceFactory(group=group), template=template)
    queries()  # fills what a process remembers
    one = queries()
    concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(template=template)

    assert queries() == one
