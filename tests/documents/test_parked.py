"""Parked answers in documents: for those who ask and for reviewers, and never above a clearance."""

from __future__ import annotations

import pytest
from django.utils import translation

from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality
from concept_pages.documents.assemble import assemble_draft, assemble_review
from concept_pages.documents.document import Document, plain_text
from concept_pages.documents.export import export_draft
from concept_pages.models import ConceptPage
from tests.definition.build import definition, group, question
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import submit

pytestmark = pytest.mark.django_db

LOW, HIGH = Confidentiality.INTERNAL, Confidentiality.STRICTLY_CONFIDENTIAL
FIRST = definition(
    group("net", question("gone"), question("risks", confidentiality=HIGH)),
    group("people", question("owner")),
)
ANSWERS = {"gone": "An old truth", "risks": "A secret", "owner": "Olga"}


@pytest.fixture
def concept() -> ConceptPage:
    page = concept_draft(answers=ANSWERS, template=released_template(FIRST))
    to = released_template(definition(group("people", question("owner"))))
    apply_upgrade(page, to=to, by=None)
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def words(document: Document) -> str:
    return "\n".join(plain_text(block) for entry in document.entries() for block in entry.blocks)


def test_document_is_the_same_as_ever_unless_parked_answers_are_asked_for(
    concept: ConceptPage,
) -> None:
    document = assemble_draft(concept, clearance=HIGH, language="en")

    assert "An old truth" not in words(document)
    assert [section.key for section in document.sections] == ["people"]


def test_parked_answers_stand_at_the_end_with_why(concept: ConceptPage) -> None:
    document = assemble_draft(concept, clearance=HIGH, language="en", parked=True)

    last = document.sections[-1]
    assert last.label == "Parked answers"
    assert [entry.label for entry in last.entries] == ["gone", "risks"]
    assert "An old truth" in words(document)
    assert "The question is no longer asked." in words(document)
    assert document.classification == HIGH


def test_parked_answer_above_the_clearance_is_counted_only(concept: ConceptPage) -> None:
    document = assemble_draft(concept, clearance=LOW, language="en", parked=True)

    last = document.sections[-1]
    assert [entry.label for entry in last.entries] == ["gone"]
    assert "A secret" not in words(document)
    assert any("1 parked answer is more confidential" in note for note in last.notes)
    assert document.classification == LOW


def test_reviewer_sees_what_was_parked(concept: ConceptPage) -> None:
    operator = holder("operator", concept.get_parent().specific)
    submission = submit(concept, by=operator)

    document = assemble_review(submission, None, clearance=HIGH, language="en")

    assert "An old truth" in words(document)


def test_file_has_them_on_demand(concept: ConceptPage) -> None:
    operator = holder("operator", concept.get_parent().specific)
    with translation.override("en"):
        wanted = {"user": operator, "format": "txt", "language": "en"}
        without = export_draft(concept, **wanted).content.decode()
        with_parked = export_draft(concept, parked=True, **wanted).content.decode()

    assert ("An old truth" in without, "An old truth" in with_parked) == (False, True)
