"""The search page: results that lead somewhere, help where there are none, no way to break it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concept_pages.models import AnswerEntry, ConceptPage, ReadableText, ServiceGroupPage
from concept_pages.queries.search import find as finding
from concept_pages.queries.search.words import words_to_compare
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.people import holder
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


def park(concept: ConceptPage, word: str) -> None:
    """Index an answer of a concept whose question is no longer asked."""
    place = {"concept": concept, "service_group": concept.get_parent().specific, "parked": True}
    ReadableText.everything.create(
        **place, lowest=0, highest=3, classification=0, title="dienst", answers=word
    )
    AnswerEntry.everything.create(
        **place,
        release=concept.lifecycle.released,
        question="gone",
        position=0,
        rank=0,
        question_de="Und früher?",
        text_de=word,
        words=words_to_compare([word], ["Und früher?"]),
        value=word,
    )


@pytest.mark.parametrize(
    ("typed", "help_text"),
    [
        ("", "Type what you know of a service"),
        ("   ", "Type what you know of a service"),
        ("x", "Please type at least 2 letters or digits."),
        ("?!", "There is no letter and no digit to look for."),
        ("unauffindbar", "There is no released concept yet that you may read."),
        ("wort " * 100, "That was a lot"),
    ],
)
def test_search_says_what_to_do_when_nothing_is_found(
    typed: str, help_text: str, sign_in: SignIn
) -> None:
    assert help_text in results(sign_in("csirt"), q=typed)


def test_search_says_what_was_searched_and_what_is_near(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)

    page = results(sign_in("csirt"), q="namen unauffindbar")

    assert "“namen unauffindbar” was not found in the one released concept that you may" in page
    assert '<a href="?q=namen">namen</a>' in page
    assert "Not looked at: drafts" in page


def test_search_leads_from_a_group_without_results_to_the_others(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)
    ServiceGroupFactory(key="post")

    page = results(sign_in("csirt"), q="namen", group="post")

    assert "was not found in this service group, but in 1 concept elsewhere." in page
    assert "Search in all service groups" in page


def test_search_finds_a_service_without_a_concept_and_whom_to_ask(
    group: ServiceGroupPage, sign_in: SignIn
) -> None:
    department = DepartmentFactory(name_en="User services")
    ServiceFactory(group=group, name_en="Video conferences", department=department)
    holder("owner", group, first_name="Oda", last_name="Fuchs")

    page = results(sign_in("csirt"), q="conference")

    assert "Video <mark>conferences</mark>" in page
    assert "Network services · User services" in page
    assert "There is no released concept for this service." in page
    assert "Responsible for the service group: Oda Fuchs" in page


def test_search_names_who_released_a_concept(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)

    page = results(sign_in("csirt"), q="isb")

    assert "Submitted or released by: Ina <mark>Isb</mark>" in page


def test_search_offers_set_aside_answers_only_where_there_are_any(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)
    client = sign_in("csirt")

    before = results(client, q="geparkt"), results(client, q="namen")
    park(concept, "geparkt")
    after = results(client, q="geparkt"), results(client, q="namen")

    assert not [page for page in before if "set-aside" in page]
    assert 'href="?q=geparkt&amp;parked=1">Also found in 1 set-aside answer</a>' in after[0]
    assert "set-aside" not in after[1]


def test_search_of_set_aside_answers_says_so_and_leads_back(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)
    park(concept, "geparkt")

    page = results(sign_in("csirt"), q="geparkt", parked="1")

    assert "<mark>geparkt</mark>" in page
    assert "You see only set-aside answers" in page
    assert '<a href="?q=geparkt">Search the answers in force</a>' in page


def test_search_says_which_word_is_too_common_inside_others(
    group: ServiceGroupPage, template: Release, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concept_pages.queries.search.hits.MOST_WORDS", 0)
    answers = COMPLETE | {"purpose": "Mailserver"}
    concept_in_force(ServiceFactory(group=group), template=template, answers=answers)

    page = results(sign_in("csirt"), q="server")

    assert "“server”: this stands inside too many words" in page


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
