"""Switching questions off for a service: with a reason, with the right, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import PageLogEntry

from concept_pages.actions.tailoring import LOG_ACTION, switchable, tailor
from concept_pages.models import AnswerEntry, ConceptPage
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import COMPLETE
from workflows.actions import submit
from workflows.errors import CommentMissing, Frozen, RightMissing

pytestmark = pytest.mark.django_db


def owner_of(page: ConceptPage, role: str = "owner") -> Any:
    return holder(role, page.get_parent().specific)


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_reason_is_stored_with_the_draft_and_the_answer_stays() -> None:
    page = concept_draft()

    tailor(page, base={}, reasons={"purpose": " Obvious. "}, by=owner_of(page))

    assert (draft(page).tailoring, draft(page).stored_answers) == (
        {"purpose": "Obvious."},
        COMPLETE,
    )


def test_readers_see_nothing_of_it_before_the_release() -> None:
    page = released_concept()
    row = ConceptPage.objects.get(pk=page.pk)

    assert row.tailoring == {}
    assert AnswerEntry.objects.filter(concept=page, question="purpose").exists()


def test_switching_on_again_brings_the_answer_back() -> None:
    page = concept_draft()
    owner = owner_of(page)
    tailor(page, base={}, reasons={"service": "None."}, by=owner)
    hidden = draft(page).situation.given

    tailor(page, base={"service": "None."}, reasons={}, by=owner)

    assert (dict(hidden), dict(draft(page).situation.given)) == ({}, COMPLETE)


def test_required_question_that_is_switched_off_does_not_keep_from_submitting() -> None:
    page = concept_draft(answers={})
    tailor(page, base={}, reasons={"purpose": "Obvious."}, by=owner_of(page))

    submit(draft(page), by=owner_of(page, "operator"))

    assert ConceptPage.objects.get(pk=page.pk).status == "in_review"


def test_history_names_what_was_switched_but_not_why() -> None:
    page = concept_draft()

    tailor(page, base={}, reasons={"risks": "A secret reason."}, by=owner_of(page))

    entry = PageLogEntry.objects.get(page=page.pk, action=LOG_ACTION)
    assert entry.data == {"off": [{"key": "risks", "de": "Risiken", "en": "Risks"}], "on": []}


def test_nothing_changed_leaves_no_trace() -> None:
    page = concept_draft()
    before = page.latest_revision_id

    tailor(page, base={}, reasons={}, by=owner_of(page))

    assert draft(page).latest_revision_id == before


@pytest.mark.parametrize("role", ["operator", "isb", "csirt"])
def test_others_may_not_switch(role: str) -> None:
    page = concept_draft()

    with pytest.raises(RightMissing):
        tailor(page, base={}, reasons={"purpose": "No."}, by=owner_of(page, role))

    assert draft(page).tailoring == {}


def test_owner_of_another_group_may_not_switch() -> None:
    page = concept_draft()
    other = concept_draft(template=page.template_release)

    with pytest.raises(RightMissing):
        tailor(page, base={}, reasons={"purpose": "No."}, by=owner_of(other))


def test_reason_is_mandatory() -> None:
    page = concept_draft()

    with pytest.raises(CommentMissing):
        tailor(page, base={}, reasons={"purpose": "  "}, by=owner_of(page))

    assert draft(page).tailoring == {}


@pytest.mark.parametrize("make", [submitted_concept, released_concept])
def test_only_drafts_are_tailored(make: Any) -> None:
    page = make()

    with pytest.raises(Frozen):
        tailor(page, base={}, reasons={"purpose": "No."}, by=owner_of(page))


def test_whoever_is_not_cleared_changes_nothing_about_confidential_questions() -> None:
    page = concept_draft()
    tailor(page, base={}, reasons={"risks": "Top secret."}, by=owner_of(page))
    role = RoleFactory(rights=["template.choose_specific"], clearance="internal")
    weak = holder(role, page.get_parent().specific)

    tailor(page, base={}, reasons={"addresses": "No.", "purpose": "Yes."}, by=weak)

    assert draft(page).tailoring == {"risks": "Top secret.", "purpose": "Yes."}
    assert "risks" not in switchable(draft(page), weak)


def test_two_people_who_switch_different_things_lose_nothing() -> None:
    page = concept_draft()
    one, other = owner_of(page), owner_of(page)

    tailor(page, base={}, reasons={"purpose": "One."}, by=one)
    outcome = tailor(page, base={}, reasons={"addresses": "Other."}, by=other)

    assert (draft(page).tailoring, outcome.conflicts) == (
        {"purpose": "One.", "addresses": "Other."},
        (),
    )


def test_two_people_who_give_different_reasons_are_told() -> None:
    page = concept_draft()
    tailor(page, base={}, reasons={"purpose": "One."}, by=owner_of(page))

    outcome = tailor(
        page, base={}, reasons={"purpose": "Other.", "risks": "New."}, by=owner_of(page)
    )

    assert outcome.conflicts == ("purpose",)
    assert draft(page).tailoring == {"purpose": "One.", "risks": "New."}
