"""What a search finds, in which order, and for whom; the same on every database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.access.reader import Reader
from concept_pages.models import ConceptPage, ReadableText, ServiceGroupPage
from concept_pages.queries.search.find import CONCEPTS_ON_A_PAGE, Results, find
from concept_pages.queries.search.query import parse
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder
from tests.factories.releases import concept_in_force, template_in_force
from tests.factories.templates import COMPLETE
from workflows.actions import retire, start_version
from workflows.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Release:
    return template_in_force()


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory()


@pytest.fixture
def csirt() -> Any:
    return holder("csirt")


def released(
    group: ServiceGroupPage, template: Release, *, name: str = "Dienst", **answers: Any
) -> ConceptPage:
    """Return a released concept in a group, with some answers of its own."""
    service = ServiceFactory(group=group, name_de=name, name_en=f"{name} (en)")
    return concept_in_force(service, template=template, answers=COMPLETE | answers)


def search(user: Any, typed: str, **kwargs: Any) -> Results:
    """Return what a person finds who looks for some words; nothing is remembered in between."""
    person = type(user).objects.get(pk=user.pk)
    return find(Reader(person), parse(typed), **{"language": "de"} | kwargs)


def keys(results: Results) -> list[str]:
    """Return the questions of the first concept found, in order."""
    return [answer.key for answer in results.concepts[0].answers]


def text(pieces: Any) -> str:
    """Return the words of a snippet."""
    return "".join(piece.text for piece in pieces)


# What is found ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("Namen auflösen", "namen"),
        ("Namen auflösen", "NAM"),
        ("Namen auflösen", "aufloesen"),
        ("Straßenverzeichnis", "strassen"),
        ("Buero im Keller", "Büro"),
        ("E-Mail zustellen", "email"),
        ("Email zustellen", "e-mail"),
        ("läuft auf mail.hochschule.example", "mail.hochschule.example"),
        ("läuft auf mail.hochschule.example", "hochschule"),
        ("läuft auf mail.hochschule.example", "mail.hoch"),
        ("Netz 10.20.0.0/24", "10.20"),
        ("Netz 10.20.0.0/24", "10.20.0.0/24"),
        ("2001:db8:40::11", "2001:db8"),
        ("erst das eine, dann das andere", "andere eine"),
        ("erst das eine, dann das andere", '"das eine"'),
        ("C++ und R", "c++ und"),
        ("O'Neill", "O'Neill"),
        ("100 % Ökostrom", "ökostrom"),
        ("Ελλάδα", "ελλάδα"),
        ("пароль", "ПАРО"),
        ("日本語", "日本"),
        ("Rufbereitschaft Netz", "bereitschaft"),
        ("Rufbereitschaft Netz", "BEREIT"),
        ("Primärserver", "server"),
        ("Netzüberwachung", "ueberwach"),
        ("Ersatz-DNS-Server", "dns-server"),
        ("192.0.2.80", "192.0.2.80:443"),
        ("192.0.2.80", "192.0.2.0/24"),
        ("192.0.2.80", "192.0.2.64/26"),
        ("192.0.2.0/24", "192.0.2.80"),
        ("192.0.0.0/16", "192.0.2.0/24"),
        ("192.0.2.80", "192[.]0[.]2[.]80"),
        ("läuft auf host.example.org", "https://host.example.org:8443/path?x=1"),
        ("läuft auf host.example.org", "host.example.org."),
        ("läuft auf host.example.org", "HOST.example.org:25"),
        ("2001:db8:40::11", "2001:0DB8:0040:0000:0000:0000:0000:0011"),
        ("2001:0DB8:0040:0000:0000:0000:0000:0011", "[2001:db8:40::11]:443"),
        ("2001:db8:40::11", "2001:db8:40::/48"),
        ("2001:db8:40::/48", "2001:db8:40::11"),
    ],
)
def test_find_finds(
    answer: str, typed: str, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concept = released(group, template, purpose=answer)

    results = search(csirt, typed)

    assert [found.concept for found in results.concepts] == [concept]
    assert keys(results)[0] == "purpose"
    assert any(piece.marked for piece in results.concepts[0].answers[0].answer)


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("Mailserver", '"server"'),
        ("Mailserver", "rv"),
        ("192.0.2.80", "192.0.2.81:443"),
        ("198.51.101.80", "198.51.100.0/24"),
        ("198.51.100.80", "198.51.100.0/26"),
        ("198.51.100.0/24", "192.0.2.80"),
        ("10.20.0.1", "10.2."),
        ("10.20.0.11", "10.20.0.1"),
        ("110.20.0.1", "10.20"),
        ("das andere eine", '"das eine"'),
        ("im Kellergeschoss", '"im Keller"'),
        ("Namen auflösen", "namen fehlt"),
        ("Namen auflösen", "' OR 1=1 --"),
        ("Namen auflösen", 'purpose:namen NEAR(namen) "'),
        ("Namen auflösen", "namen* AND NOT nichts"),
        ("Namen auflösen", "fehlt | namen & !x <-> :*"),
    ],
)
def test_find_does_not_find(
    answer: str, typed: str, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, purpose=answer)

    assert search(csirt, typed).total == 0


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "?!", '"', "*", "\x00", "'", "\\", "%", "😀" * 300]
)
def test_find_survives_odd_queries(
    typed: str, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template)

    assert search(csirt, typed).total == 0


def test_find_wants_all_words_anywhere_in_the_concept(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, purpose="Namen", risks="Ausfall")
    released(group, template, purpose="Namen", risks="Brand")

    results = search(csirt, "namen brand")

    assert results.total == 1
    assert set(keys(results)) == {"purpose", "risks"}


def test_find_does_not_join_two_answers_to_a_phrase(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, purpose="Ende", addresses=["192.0.2.1"])

    assert search(csirt, '"Ende 192"').total == 0


def test_find_knows_services_in_both_languages(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    service = ServiceFactory(group=group, name_de="Namensauflösung", name_en="Name resolution")
    concept = concept_in_force(service, template=template)

    for typed in ("Namensauf", "resolution", service.key):
        assert [found.concept for found in search(csirt, typed).concepts] == [concept], typed


def test_find_names_the_question_in_the_language_of_the_reader(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template)

    answers = [
        search(csirt, "What is it for", language=language).concepts[0].answers[0]
        for language in ("de", "en")
    ]

    assert [text(answer.question) for answer in answers] == ["Wozu dient er?", "What is it for?"]


@pytest.mark.parametrize("typed", ["Olga Operator", '"Ina Isb"', "olga"])
def test_find_knows_who_submitted_and_approved_a_release(
    typed: str, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concept = released(group, template)

    (found,) = search(csirt, typed).concepts

    assert found.concept == concept
    assert any(piece.marked for name in found.people for piece in name)


# In which order -----------------------------------------------------------------------------------


def test_find_puts_titles_before_answers_before_questions(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    by_question = released(group, template, purpose="anderes")
    by_answer = released(group, template, purpose="Adressen verteilen")
    by_title = released(group, template, name="Adressen", purpose="anderes")

    found = [one.concept for one in search(csirt, "adressen").concepts]

    assert found == [by_title, by_answer, by_question]


def test_find_puts_parts_of_words_last(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    inside = released(group, template, purpose="Mailserver " * 20, risks="Webserver " * 20)
    beginning = released(group, template, purpose="Serverraum")
    whole = released(group, template, purpose="Server")

    found = [one.concept for one in search(csirt, "server").concepts]

    assert found[-1] == inside
    assert set(found[:2]) == {beginning, whole}


def test_find_lists_answers_with_the_word_before_those_with_a_part(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, purpose="Mailserver", risks="Server")

    assert keys(search(csirt, "server")) == ["risks", "purpose"]


def test_find_says_which_part_stands_in_too_many_words(
    group: ServiceGroupPage, template: Release, csirt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concept_pages.queries.search.hits.MOST_WORDS", 1)
    concept = released(group, template, purpose="Mailserver Webserver", risks="Serverraum")

    results = search(csirt, "server")

    assert [found.concept for found in results.concepts] == [concept]
    assert results.crowded == ["server"]


def test_find_lists_answers_before_mere_questions(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, risks="Gestohlene Adressen")

    assert keys(search(csirt, "adressen")) == ["risks", "addresses"]


def test_find_pages_through_the_concepts(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concepts = {released(group, template).pk for _number in range(CONCEPTS_ON_A_PAGE + 1)}

    pages = [search(csirt, "namen", page=number) for number in (1, 2)]

    assert [len(page.concepts) for page in pages] == [CONCEPTS_ON_A_PAGE, 1]
    assert {one.concept.pk for page in pages for one in page.concepts} == concepts


@pytest.mark.parametrize("number", [-1, 0, 99])
def test_find_takes_the_nearest_page(
    number: int, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template)

    results = search(csirt, "namen", page=number)

    assert (results.page, len(results.concepts)) == (1, 1)


# For whom -----------------------------------------------------------------------------------------


def test_find_shows_a_reader_nothing_of_foreign_groups(template: Release) -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    mine = released(own, template)
    released(foreign, template)

    results = search(holder("reader", own), "namen")

    assert [found.concept for found in results.concepts] == [mine]
    assert [(facet.group, facet.count) for facet in results.facets] == [(own, 1)]
    assert (results.total, results.everywhere) == (1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "192.0.2.53",
        "192.0.2.53:443",
        "192.0.2.0/24",
        "schlüssel",
        "lüssel",
        '"Namen auflösen" Schlüssel',
        "Risiken",
    ],
)
def test_find_shows_a_reader_nothing_above_her_clearance(
    typed: str, group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template)

    results = search(holder("reader", group), typed)

    assert (results.total, results.everywhere, results.facets) == (0, 0, [])
    assert search(csirt, typed).total == 1


def test_find_shows_a_reader_no_confidential_answer_of_a_concept_she_finds(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template, purpose="Namen", risks="Namen gehen verloren")

    assert keys(search(holder("reader", group), "namen")) == ["purpose"]
    assert keys(search(csirt, "namen")) == ["purpose", "risks"]


def test_find_uses_the_clearance_of_each_group(template: Release) -> None:
    here, there = ServiceGroupFactory(), ServiceGroupFactory()
    concept = released(here, template, risks="Brand")
    released(there, template, risks="Brand")
    person = holder("reader", there)
    assign(person, "operator", here)

    results = search(person, "brand")

    assert [found.concept for found in results.concepts] == [concept]
    assert [facet.group for facet in results.facets] == [here]


@pytest.mark.parametrize(
    ("clearance", "found"),
    [("public", 0), ("internal", 1), ("confidential", 2), ("strictly_confidential", 3)],
)
def test_find_knows_every_level(
    clearance: str, found: int, group: ServiceGroupPage, template: Release
) -> None:
    released(group, template, purpose="192 Namen", addresses=["192.0.2.1"], risks="192 Risiken")
    person = holder(RoleFactory(rights=["concept.read"], clearance=clearance), group)

    results = search(person, "192")

    assert sum(len(one.answers) for one in results.concepts) == found


def test_find_shows_nothing_to_people_without_a_role(
    group: ServiceGroupPage, template: Release
) -> None:
    released(group, template)

    assert search(UserFactory(), "namen").total == 0


# What is never searched ---------------------------------------------------------------------------


def test_find_never_looks_into_drafts(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    service = ServiceFactory(group=group)
    concept_draft(service, template=template, answers=COMPLETE | {"purpose": "Geheimprojekt"})

    assert search(csirt, "geheimprojekt").total == 0


def test_find_never_looks_into_what_is_under_review(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    service = ServiceFactory(group=group)
    submitted_concept(service, template=template, answers=COMPLETE | {"purpose": "Geheimprojekt"})

    assert search(csirt, "geheimprojekt").total == 0


def test_find_looks_into_the_release_while_a_new_version_is_written(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concept = released(group, template)
    operator = holder("operator", group)
    start_version(concept, by=operator)
    draft = ConceptPage.objects.get(pk=concept.pk).get_latest_revision_as_object()
    draft.title = "Geheimprojekt"
    draft.store(COMPLETE | {"purpose": "Geheimprojekt"})
    draft.save_revision(user=operator)

    assert search(csirt, "geheimprojekt").total == 0
    assert search(csirt, "namen").total == 1


def test_find_never_looks_into_parked_answers(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concept = released(group, template)
    place = {"concept": concept, "service_group": group, "parked": True}
    ReadableText.everything.create(
        **place, lowest=0, highest=3, classification=0, title="dienst", answers="geparkt"
    )

    assert search(csirt, "geparkt").total == 0
    assert search(csirt, "dienst").total == 1


def test_find_forgets_retired_concepts(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    concept = released(group, template)

    retire(concept, by=holder("isb"), comment="Der Dienst ist abgeschaltet.")

    assert search(csirt, "namen").total == 0


# Where to look ------------------------------------------------------------------------------------


def test_find_stays_in_the_group_asked_for_and_counts_all(template: Release, csirt: Any) -> None:
    here, there = ServiceGroupFactory(), ServiceGroupFactory()
    concept = released(here, template)
    released(there, template)
    released(there, template)

    results = search(csirt, "namen", group=here.key)

    assert [found.concept for found in results.concepts] == [concept]
    assert (results.total, results.everywhere) == (1, 3)
    counted = {facet.group: (facet.count, facet.chosen) for facet in results.facets}
    assert counted == {here: (1, True), there: (2, False)}


def test_find_in_a_group_nobody_knows_finds_nothing(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    released(group, template)

    assert search(csirt, "namen", group="nirgends").total == 0


def test_find_asks_no_more_of_the_database_for_more_concepts(
    group: ServiceGroupPage, template: Release, csirt: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            search(csirt, "namen")
        return len(asked)

    released(group, template)
    one = queries()
    released(group, template)
    released(ServiceGroupFactory(), template)

    assert queries() == one
