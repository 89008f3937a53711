"""Parked answers are found by those who look for them, up to their clearance."""

from __future__ import annotations

import pytest

from concept_pages.access.reader import Reader
from concept_pages.actions.index_answers import rebuild_index
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality
from concept_pages.models import AnswerEntry, ConceptPage
from concept_pages.queries.search.find import find
from concept_pages.queries.search.query import parse
from tests.definition.build import definition, group, question
from tests.factories.concepts import released_concept
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import approve, submit

pytestmark = pytest.mark.django_db

SECRET = Confidentiality.STRICTLY_CONFIDENTIAL
FIRST = definition(
    group("net", question("gone"), question("risks", confidentiality=SECRET)),
    group("people", question("owner")),
)


@pytest.fixture
def concept() -> ConceptPage:
    """A concept whose second version, on a smaller template, is in force."""
    answers = {"gone": "verschollen", "risks": "geheimnis", "owner": "Olga"}
    page = released_concept(answers=answers, template=released_template(FIRST))
    to = released_template(definition(group("people", question("owner"))))
    apply_upgrade(page, to=to, by=None)
    place = page.get_parent().specific
    submit(page, by=holder("operator", place))
    approve(page, by=holder("owner", place))
    approve(page, by=holder("isb"))
    return page


def found(reader: Reader, words: str, *, parked: bool) -> list[str]:
    results = find(reader, parse(words, parked=parked), language="de")
    return [answer.key for one in results.concepts for answer in one.answers]


def test_parked_answer_is_found_on_demand_only(concept: ConceptPage) -> None:
    reader = Reader(holder("isb"))

    assert found(reader, "verschollen", parked=False) == []
    assert found(reader, "verschollen", parked=True) == ["gone"]
    assert found(reader, "olga", parked=True) == []


def test_parked_answer_above_the_clearance_is_not_found(concept: ConceptPage) -> None:
    reader = Reader(holder("reader", concept.get_parent().specific))

    assert found(reader, "geheimnis", parked=True) == []
    assert found(Reader(holder("isb")), "geheimnis", parked=True) == ["risks"]


def test_reports_do_not_see_parked_answers(concept: ConceptPage) -> None:
    assert list(AnswerEntry.objects.values_list("question", flat=True)) == ["owner"]


def test_index_can_be_written_anew(concept: ConceptPage) -> None:
    before = AnswerEntry.everything.count()

    rebuild_index()

    assert AnswerEntry.everything.count() == before == 3
