"""Releases, submissions and drafts say where they come from and what has changed."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import encode
from concept_pages.definition.elements import Confidentiality
from concept_pages.documents.assemble import (
    assemble,
    assemble_draft,
    assemble_release,
    assemble_review,
    assemble_template,
    assemble_template_review,
)
from concept_pages.documents.document import Change, Document
from concept_pages.models import ConceptPage, TemplatePage
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import UserFactory, assign
from tests.factories.templates import COMPLETE, SMALL, released_template
from workflows.actions import confirm_unchanged, start_version, submit
from workflows.models import Release
from workflows.queries import open_submission

pytestmark = pytest.mark.django_db

HIGH, LOW = Confidentiality.STRICTLY_CONFIDENTIAL, Confidentiality.INTERNAL


def facts(document: Document) -> dict[str, tuple[str, ...]]:
    return {fact.key: fact.lines for fact in document.facts}


def marks(document: Document) -> dict[str, Change]:
    return {entry.key: entry.change for entry in document.entries() if entry.change}


def released(page: ConceptPage) -> Release:
    found: Release = page.lifecycle.released
    return found


def test_release_names_everybody_who_approved_it() -> None:
    page = released_concept()

    document = assemble(released(page), clearance=HIGH, language="en")

    owner, isb = released(page).approvals
    approvals = facts(document)["approvals"]
    assert approvals[0].startswith(f"Professional release: {owner['by']}, ")
    assert approvals[1].startswith(f"Release by information security: {isb['by']}, ")
    assert facts(document)["sha256"] == (released(page).sha256,)
    assert document.fingerprint == released(page).sha256[:12]
    assert not document.draft


def test_release_says_its_version_and_template_in_the_language_of_the_document() -> None:
    page = released_concept()

    german = assemble(released(page), clearance=HIGH, language="de")
    english = assemble(released(page), clearance=HIGH, language="en")

    assert english.version_label == f"Version {released(page).number}"
    assert facts(english)["template"] == ("Small template, 1.0",)
    assert facts(german)["template"] == ("Kleine Vorlage, 1.0",)


def test_confirmation_names_who_confirmed() -> None:
    page = released_concept()
    isb = UserFactory()
    assign(isb, "isb")
    confirm_unchanged(page, by=isb, comment="Geprüft.")
    confirmation = Release.objects.get(page=page, kind=Release.Kind.CONFIRMATION)

    document = assemble(confirmation, clearance=HIGH, language="en")

    (approval,) = facts(document)["approvals"]
    assert approval.startswith("Confirmed unchanged: ")


def test_old_release_renders_with_the_names_of_its_time() -> None:
    page = released_concept()
    before = assemble(released(page), clearance=HIGH, language="de")
    service = page.services.get()
    service.name_de = "Ganz anders"
    service.save()

    after = assemble(Release.objects.get(pk=released(page).pk), clearance=HIGH, language="de")

    assert after == before


def test_draft_is_marked_as_one() -> None:
    page = concept_draft()

    document = assemble_draft(page, clearance=HIGH, language="en")

    assert document.draft
    assert document.version_label == "Draft, not released"
    assert "This is a draft." in document.notices[0]


def test_first_submission_has_no_marks() -> None:
    page = submitted_concept()

    document = review(page, None)

    assert marks(document) == {}
    assert document.draft


def test_second_submission_is_marked_against_the_release() -> None:
    page = resubmitted(released_concept(), {**COMPLETE, "purpose": "Neu", "addresses": []})

    document = review(page, released(page))

    assert marks(document) == {"purpose": Change.CHANGED, "addresses": Change.REMOVED}


def test_reviewer_sees_no_mark_of_what_she_is_not_cleared_for() -> None:
    page = resubmitted(released_concept(), {**COMPLETE, "risks": "Ganz anderes Risiko"})

    document = review(page, released(page), clearance=LOW)

    assert marks(document) == {}
    assert document.withheld == 2


def resubmitted(page: ConceptPage, answers: dict[str, Any]) -> ConceptPage:
    """Return a released concept whose next version waits for its owner."""
    operator = UserFactory()
    assign(operator, "operator", page.get_parent().specific)
    start_version(page, by=operator)
    page = ConceptPage.objects.get(pk=page.pk)
    page.store(answers)
    page.save_revision(user=operator)
    submit(ConceptPage.objects.get(pk=page.pk), by=operator)
    return ConceptPage.objects.get(pk=page.pk)


def review(
    page: ConceptPage, previous: Release | None, clearance: Confidentiality = HIGH
) -> Document:
    submission = open_submission(page)
    assert submission is not None
    return assemble_review(submission, previous, clearance=clearance, language="en")


def test_release_of_a_template_is_printed_as_one() -> None:
    release = released_template()

    document = assemble_release(release, clearance=LOW, language="en")

    assert document == assemble_template(release, language="en")
    assert document.kind == "template"
    assert {entry.key for entry in document.entries()} == set(SMALL.questions)


def test_template_under_review_tells_what_changed_in_either_language() -> None:
    release = released_template()
    template = TemplatePage.objects.get(pk=release.page_id)
    author = UserFactory()
    assign(author, "admin")
    start_version(template, by=author)
    submit(TemplatePage.objects.get(pk=template.pk), by=author)
    submission = open_submission(template)
    assert submission is not None
    content = encode(SMALL)
    questions = content["chapters"][0]["sections"][0]["questions"]
    questions[0]["label"]["de"] = "Wofür?"
    del questions[1]
    submission.content = content

    document = assemble_template_review(submission, release, language="en")

    assert marks(document) == {"purpose": Change.CHANGED, "addresses": Change.REMOVED}
    changed = next(entry for entry in document.entries() if entry.key == "purpose")
    assert changed.remarks == ("The texts of “What is it for?” changed.",)
