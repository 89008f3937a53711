"""Questions of one service: added, changed, moved and removed, and no answer ever disappears."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from concept_pages.actions.own_questions import (
    ADDED,
    REMOVED,
    OwnRefused,
    move_own,
    remove_own,
    save_chapter,
    save_question,
)
from concept_pages.actions.tailoring import tailor
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition import own_editing as editing
from concept_pages.definition.elements import Confidentiality
from concept_pages.definition.keys import is_own
from concept_pages.documents.assemble import assemble, assemble_review
from concept_pages.documents.document import Change
from concept_pages.models import AnswerEntry, ConceptPage
from concept_pages.models.pinned import asked_by
from concept_pages.queries.progress import progress_of
from tests.definition.build import group, question
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import COMPLETE, released_template
from workflows.actions import abandon_version, approve, start_version, submit
from workflows.errors import ChangedMeanwhile, Frozen, RightMissing

pytestmark = pytest.mark.django_db

LABEL = {"de": "Standorte", "en": "Sites"}
SITES = {"type": "integer", "label": {"de": "Wie viele?", "en": "How many?"}}
LEVEL = Confidentiality.STRICTLY_CONFIDENTIAL


def member(page: ConceptPage, role: str = "owner") -> Any:
    return holder(role, page.get_parent().specific)


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def answer(page: ConceptPage, **answers: Any) -> ConceptPage:
    found = draft(page)
    found.store({**found.stored_answers, **answers})
    found.save_revision()
    return draft(page)


def base_of(page: ConceptPage, key: str) -> str:
    return editing.fingerprint_of(draft(page).additions, key)


def with_question(page: ConceptPage, by: Any, **more: Any) -> str:
    """Return the key of a new question in a new chapter."""
    chapter = save_chapter(page, {"label": LABEL}, by=by)
    return save_question(page, {**SITES, **more}, into=chapter, by=by)


# What is asked ------------------------------------------------------------------------------------


def test_own_question_is_asked_after_the_common_ones() -> None:
    page = concept_draft()

    key = with_question(page, member(page), required=True)

    assert list(draft(page).definition.questions) == ["purpose", "addresses", "risks", key]
    assert [problem.question for problem in draft(page).problems()] == [key]


def test_own_question_counts_for_the_progress_in_lists() -> None:
    page = concept_draft()
    with_question(page, member(page))
    listed = ConceptPage.objects.get(pk=page.pk)

    assert progress_of([listed])[page.pk].total == 4


def test_other_concepts_of_the_template_are_not_asked() -> None:
    page = concept_draft()
    other = concept_draft(template=page.template_release)

    key = with_question(page, member(page))

    assert key not in draft(other).definition.questions


def test_addition_is_written_into_the_history() -> None:
    page = concept_draft()

    key = with_question(page, member(page))

    entry = PageLogEntry.objects.filter(page=page.pk, action=ADDED).latest("pk")
    assert entry.data == {
        "what": [{"key": key, "de": "Wie viele?", "en": "How many?"}],
        "parked": 0,
    }


# Releases -----------------------------------------------------------------------------------------


def released_with(page: ConceptPage, **answers: Any) -> ConceptPage:
    answer(page, **answers)
    submit(draft(page), by=member(page, "operator"))
    approve(ConceptPage.objects.get(pk=page.pk), by=member(page))
    approve(ConceptPage.objects.get(pk=page.pk), by=holder("isb"))
    return ConceptPage.objects.get(pk=page.pk)


def test_release_binds_what_was_asked_and_renders_it_for_ever() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner)
    released_with(page, **{key: 3})
    first = ConceptPage.objects.get(pk=page.pk).lifecycle.released
    start_version(ConceptPage.objects.get(pk=page.pk), by=member(page, "operator"))

    remove_own(page, key, by=owner)

    document = assemble(first, clearance=LEVEL, language="en")
    assert "How many?" in [entry.label for entry in document.entries()]
    assert key in asked_by(first).questions
    assert first.sha256 == first.fingerprint()


def test_review_tells_that_an_own_question_asks_otherwise() -> None:
    page = concept_draft()
    owner, operator = member(page), member(page, "operator")
    key = with_question(page, owner)
    released_with(page, **{key: 3})
    first = ConceptPage.objects.get(pk=page.pk).lifecycle.released
    start_version(ConceptPage.objects.get(pk=page.pk), by=operator)
    chapter, base = draft(page).additions[0]["key"], base_of(page, key)
    changed = {**SITES, "key": key, "label": {"de": "Wie wenige?", "en": "How few?"}}
    save_question(page, changed, into=chapter, by=owner, base=base)
    submission = submit(draft(page), by=operator)

    document = assemble_review(submission, first, clearance=LEVEL, language="en")

    entry = next(one for one in document.entries() if one.key == key)
    assert (entry.change, len(entry.remarks)) == (Change.CHANGED, 1)


def test_given_up_version_has_its_questions_and_reasons_back() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner)
    released_with(page, **{key: 3})
    start_version(ConceptPage.objects.get(pk=page.pk), by=member(page, "operator"))
    remove_own(page, key, by=owner)
    tailor(page, base={}, reasons={"risks": "None."}, by=owner)

    abandon_version(ConceptPage.objects.get(pk=page.pk), by=member(page, "operator"))

    assert (draft(page).stored_answers[key], draft(page).tailoring) == (3, {})
    assert key in draft(page).definition.questions


def test_own_answer_is_found() -> None:
    page = concept_draft()
    key = with_question(page, member(page))

    released_with(page, **{key: 3})

    assert AnswerEntry.objects.get(concept=page, question=key).text_de == "3"


def test_own_questions_survive_a_new_template_version() -> None:
    page = concept_draft()
    key = with_question(page, member(page))
    answer(page, **{key: 3})
    newer = replace(
        draft(page).pinned_template.definition,
        version="2.0",
        groups=(group("other", question("purpose")),),
    )

    plan = apply_upgrade(page, to=released_template(newer), by=None)

    assert (draft(page).stored_answers[key], key in plan.parked) == (3, False)
    assert list(draft(page).definition.questions) == ["purpose", key]


# Answers ------------------------------------------------------------------------------------------


def test_answer_of_a_removed_question_is_parked() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner)
    answer(page, **{key: 3})

    assert remove_own(page, key, by=owner) == 1

    (parked,) = draft(page).parked_answers
    assert (parked.question, parked.value, parked.old_question.label.en) == (key, 3, "How many?")
    assert draft(page).stored_answers == COMPLETE
    assert PageLogEntry.objects.get(page=page.pk, action=REMOVED).data["parked"] == 1


def test_answer_that_does_not_fit_the_changed_question_is_parked() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner, type="text")
    answer(page, **{key: "many"})
    chapter = draft(page).additions[0]["key"]

    save_question(page, {**SITES, "key": key}, into=chapter, by=owner, base=base_of(page, key))

    assert [one.value for one in draft(page).parked_answers] == ["many"]


def test_corrected_text_leaves_the_answer_alone() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner)
    answer(page, **{key: 3})
    chapter = draft(page).additions[0]["key"]
    changed = {**SITES, "key": key, "label": {"en": "How many sites?"}}

    save_question(page, changed, into=chapter, by=owner, base=base_of(page, key))

    assert (draft(page).stored_answers[key], draft(page).parked) == (3, [])


def test_key_of_a_removed_question_is_never_given_again() -> None:
    page = concept_draft()
    owner = member(page)
    first = with_question(page, owner)
    answer(page, **{first: 3})
    remove_own(page, first, by=owner)

    second = with_question(page, owner)

    assert second != first


# Who may, and when --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["operator", "isb", "csirt"])
def test_others_may_not_add(role: str) -> None:
    page = concept_draft()

    with pytest.raises(RightMissing):
        save_chapter(page, {"label": LABEL}, by=member(page, role))

    assert draft(page).additions == []


@pytest.mark.parametrize("make", [submitted_concept, released_concept])
def test_only_drafts_get_questions(make: Any) -> None:
    page = make()

    with pytest.raises(Frozen):
        save_chapter(page, {"label": LABEL}, by=member(page))


def test_whoever_is_not_cleared_does_not_open_a_confidential_question() -> None:
    page = concept_draft()
    key = with_question(page, member(page), confidentiality="strictly_confidential")
    chapter = draft(page).additions[0]["key"]
    role = RoleFactory(rights=["template.add_specific"], clearance="internal")
    weak = holder(role, page.get_parent().specific)

    with pytest.raises(RightMissing):
        save_question(page, {**SITES, "key": key}, into=chapter, by=weak, base=base_of(page, key))
    with pytest.raises(RightMissing):
        remove_own(page, chapter, by=weak)


def test_second_of_two_people_is_told_what_the_first_changed() -> None:
    page = concept_draft()
    owner = member(page)
    key = with_question(page, owner)
    chapter, base = draft(page).additions[0]["key"], base_of(page, key)
    save_question(page, {**SITES, "key": key, "required": True}, into=chapter, by=owner, base=base)

    with pytest.raises(ChangedMeanwhile):
        save_question(page, {**SITES, "key": key}, into=chapter, by=member(page), base=base)

    assert draft(page).definition.questions[key].required


@pytest.mark.parametrize(
    "bad",
    [{"type": "single_choice"}, {"label": {}}, {"type": "nonsense"}, {"visible_if": {"x": 1}}],
)
def test_question_that_makes_no_sense_is_refused(bad: dict[str, Any]) -> None:
    page = concept_draft()
    owner = member(page)
    chapter = save_chapter(page, {"label": LABEL}, by=owner)

    with pytest.raises(OwnRefused):
        save_question(page, {**SITES, **bad}, into=chapter, by=owner)


def test_question_needs_a_chapter_of_the_service() -> None:
    page = concept_draft()

    with pytest.raises(OwnRefused):
        save_question(page, SITES, into="overview", by=member(page))


# Nothing is ever lost -----------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["off", "on", "chapter", "question", "retype", "remove", "move", "answer"]),
        st.integers(0, 9),
    ),
    max_size=12,
)
VALUES: list[Any] = ["text", 3, True, "2026-01-01", ["a"], "a"]
TYPES = ["text", "integer", "yes_no", "date", "multiple_choice"]


def do(page: ConceptPage, step: str, number: int, by: Any) -> None:
    """Do one of the things that an owner or operator can do; `number` chooses with what."""
    now = draft(page)
    common = ["overview", "service", "purpose", "addresses", "risks"]
    own = list(editing.own_keys(now.additions))
    chapters = [chapter["key"] for chapter in now.additions]
    asked = [key for key in now.definition.questions if is_own(key)]
    kind = TYPES[number % len(TYPES)]
    options = [{"key": key, "en": key} for key in ("a", "b")] if "choice" in kind else []
    made = {"type": kind, "label": LABEL, **({"options": options} if options else {})}
    if step == "off":
        reasons = now.tailoring | {common[number % len(common)]: "Not here."}
        tailor(page, base=now.tailoring, reasons=reasons, by=by)
    elif step == "on":
        tailor(page, base=now.tailoring, reasons={}, by=by)
    elif step == "chapter" or not chapters:
        save_chapter(page, {"label": LABEL}, by=by)
    elif step == "question" or not asked:
        save_question(page, made, into=chapters[number % len(chapters)], by=by)
    elif step == "retype":
        key = asked[number % len(asked)]
        into = chapters[number % len(chapters)]
        save_question(page, {**made, "key": key}, into=into, by=by, base=base_of(page, key))
    elif step == "remove":
        remove_own(page, own[number % len(own)], by=by)
    elif step == "move":
        move_own(page, own[number % len(own)], editing.DIRECTIONS[number % 2], by=by)
    else:
        key = asked[number % len(asked)]
        if key not in now.stored_answers:
            answer(page, **{key: VALUES[number % len(VALUES)]})


def everything_in(page: ConceptPage) -> Counter[str]:
    """Return what was ever answered, wherever it is by now."""
    now = draft(page)
    kept = [*now.stored_answers.items()]
    return Counter(key for key, _value in [*kept, *((p.question, 0) for p in now.parked_answers)])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_no_answer_disappears_whatever_is_tailored_added_or_removed(
    property_scene: tuple[ConceptPage, Any], steps: list[tuple[str, int]]
) -> None:
    page, owner = property_scene
    for step, number in steps:
        before, common = everything_in(page), draft(page).stored_answers

        do(page, step, number, owner)

        after = everything_in(page)
        assert not before - after
        assert {k: v for k, v in draft(page).stored_answers.items() if not is_own(k)} == {
            k: v for k, v in common.items() if not is_own(k)
        }


@pytest.fixture
def property_scene() -> tuple[ConceptPage, Any]:
    """A draft that the examples change one after the other, and its owner."""
    page = concept_draft()
    return page, member(page)
