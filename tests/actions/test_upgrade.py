"""Upgrades of concepts: no answer is lost, what readers see stays, the second time does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import PageLogEntry

from concept_pages.actions.offering import put_out_of_force
from concept_pages.actions.upgrade import (
    NotARelease,
    OutOfService,
    TemplateOutOfForce,
    UnderReview,
    UpgradeStatus,
    apply_upgrade,
    plan_upgrade,
)
from concept_pages.definition.elements import Confidentiality, Decision, Definition, Text
from concept_pages.models import ConceptPage
from concept_pages.queries.upgrades import newer_release
from tests.definition.build import definition, group, options, question
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import UserFactory, assign, holder
from tests.factories.templates import released_template
from workflows.actions import abandon_version, approve, retire, submit
from workflows.errors import RightMissing
from workflows.models import Release, TransitionLog

pytestmark = pytest.mark.django_db

FIRST = definition(
    group(
        "net",
        question("host"),
        question("port"),
        question("mode", "multiple_choice", options=options("a", "b")),
        question("gone"),
    ),
    group("people", question("owner", required=True)),
)
SECOND = definition(
    group(
        "net",
        question("port", "integer"),
        question("mode", "multiple_choice", options=options("a", "c")),
    ),
    group("people", question("owner", required=True), question("host"),
          question("deputy", required=True)),
)  # fmt: skip
SECRET = Confidentiality.STRICTLY_CONFIDENTIAL
ANSWERS: dict[str, Any] = {
    "host": "ns1.example.org",
    "port": "fifty-three",
    "mode": ["a", "b"],
    "gone": "nobody asks this",
    "owner": "Olga",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def first() -> Release:
    return released_template(FIRST)


def second(made: Definition = SECOND, **decisions: Decision) -> Release:
    """Release the next version of the template."""
    return released_template(replace(made, upgrade=tuple(decisions.items())))


def fresh(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk)


def draft(page: ConceptPage) -> ConceptPage:
    return fresh(page).get_latest_revision_as_object()


def editor(page: ConceptPage) -> Any:
    return holder("operator", page.get_parent().specific)


# The plan -----------------------------------------------------------------------------------------


def test_plan_tells_each_kind_of_change(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    plan = plan_upgrade(concept, second())

    assert plan.status is UpgradeStatus.PLANNED
    assert (plan.from_version, plan.to_version) == ("1.0", "2.0")
    assert set(plan.kept) == {"mode", "owner", "host"}
    assert plan.moved == ("host",)
    assert set(plan.parked) == {"port", "mode", "gone"}
    assert plan.parked_in_part == ("mode",)
    assert (plan.new, plan.incomplete) == (("deputy",), ("deputy",))
    assert len(plan.kept) + len(plan.parked) - len(plan.parked_in_part) == len(ANSWERS)


def test_plan_tells_what_is_converted_and_mapped(first: Release) -> None:
    concept = released_concept(answers={**ANSWERS, "port": "53"}, template=first)

    plan = plan_upgrade(concept, second(mode=Decision("map", options={"b": "c"})))

    assert (plan.converted, plan.mapped) == (("port",), ("mode",))
    assert plan.parked == ("gone",)


def test_plan_writes_nothing(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    to = second()
    before = (draft(concept).serializable_data(), concept.revisions.count())

    plan_upgrade(concept, to)

    assert (draft(concept).serializable_data(), concept.revisions.count()) == before


def test_plan_does_what_each_release_in_between_declares(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    renamed = definition(group("net", question("machine"), question("port"), question("mode"),
                               question("gone")),
                         group("people", question("owner")))  # fmt: skip
    second(renamed, host=Decision("map", to="machine"))
    last = second(definition(group("people", question("owner"), question("machine"))))

    plan = plan_upgrade(concept, last)

    assert plan.moved == ("machine",)
    assert "machine" in plan.kept
    assert set(plan.parked) == {"port", "mode", "gone"}


# Applying -----------------------------------------------------------------------------------------


def test_released_concept_gets_its_next_version(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    to, by = second(), editor(concept)

    plan = apply_upgrade(concept, to=to, by=by)

    page = draft(concept)
    assert plan.status is UpgradeStatus.APPLIED
    assert page.status == "draft"
    assert page.template_release == to
    assert page.stored_answers == {"mode": ["a"], "host": "ns1.example.org", "owner": "Olga"}
    assert [(one.question, one.value, one.whole) for one in page.parked_answers] == [
        ("port", "fifty-three", True),
        ("mode", ["b"], False),
        ("gone", "nobody asks this", True),
    ]


def test_parked_answer_keeps_all_that_is_needed_to_say_it(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    apply_upgrade(concept, to=second(), by=editor(concept))

    mode = next(one for one in draft(concept).parked_answers if one.question == "mode")
    assert mode.old_question == FIRST.questions["mode"].__class__(
        **{**vars(FIRST.questions["mode"]), "confidentiality": mode.confidentiality}
    )
    assert (mode.label, mode.version, mode.template) == (Text("mode", "mode"), "1.0", "test")


def test_what_readers_see_is_untouched(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    before = fresh(concept).lifecycle.released

    apply_upgrade(concept, to=second(), by=editor(concept))

    page = fresh(concept)
    assert page.lifecycle.released == before
    assert page.releases.count() == 1
    assert (page.template_release, page.stored_answers, page.live) == (first, ANSWERS, True)


def test_draft_is_updated_in_place(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)

    apply_upgrade(concept, to=second(), by=editor(concept))

    assert draft(concept).template_release.number == "2.0"
    assert not TransitionLog.objects.filter(page=concept).exists()


def test_second_time_does_nothing(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    to, by = second(), editor(concept)
    apply_upgrade(concept, to=to, by=by)
    before = (draft(concept).serializable_data(), concept.revisions.count())

    plan = apply_upgrade(concept, to=to, by=by)

    assert plan.status is UpgradeStatus.UNCHANGED
    assert (draft(concept).serializable_data(), concept.revisions.count()) == before


def test_next_upgrade_keeps_what_was_parked_before(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    by = editor(concept)
    apply_upgrade(concept, to=second(), by=by)

    apply_upgrade(concept, to=second(definition(group("people", question("owner")))), by=by)

    parked = [(one.question, one.version) for one in draft(concept).parked_answers]
    assert parked[:3] == [("port", "1.0"), ("mode", "1.0"), ("gone", "1.0")]
    assert sorted(parked[3:]) == [("host", "2.0"), ("mode", "2.0")]


def test_parked_answers_are_bound_by_the_release(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    apply_upgrade(concept, to=second(), by=editor(concept))
    page = draft(concept)
    page.store({**page.stored_answers, "deputy": "Dora"})
    page.save_revision(user=None)
    place = page.get_parent().specific
    owner, isb = holder("owner", place), holder("isb")
    submit(page, by=holder("operator", place))

    approve(page, by=owner)
    release = approve(fresh(concept), by=isb)

    assert release is not None
    assert [entry["question"] for entry in release.content["parked"]] == ["port", "mode", "gone"]
    assert release.based_on.number == "2.0"


def test_given_up_version_puts_everything_back(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    by = editor(concept)
    apply_upgrade(concept, to=second(), by=by)

    abandon_version(concept, by=by)

    page = draft(concept)
    assert (page.stored_answers, page.parked, page.template_release) == (ANSWERS, [], first)


def test_switched_off_question_stays_off_under_its_new_key(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    page = draft(concept)
    page.tailoring = {"host": "No machine."}
    page.save_revision()
    to = second(
        definition(group("net", question("machine")), group("people", question("owner"))),
        host=Decision("map", to="machine"),
    )

    apply_upgrade(concept, to=to, by=editor(concept))

    assert draft(concept).tailoring == {"machine": "No machine."}


def test_what_is_switched_off_and_gone_is_named_by_the_upgrade(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    page = draft(concept)
    page.tailoring = {"gone": "Not here.", "owner": "Nobody."}
    page.save_revision()

    plan = apply_upgrade(concept, to=second(), by=editor(concept))

    assert (draft(concept).tailoring, plan.switched_on) == ({"owner": "Nobody."}, ("gone",))


# Refusals -----------------------------------------------------------------------------------------


def test_concept_in_review_is_not_touched_and_says_so(first: Release) -> None:
    concept = submitted_concept(answers=ANSWERS, template=first)
    to, by, before = second(), editor(concept), concept.revisions.count()

    with pytest.raises(UnderReview, match="Concepts in review are not touched"):
        apply_upgrade(concept, to=to, by=by)

    assert plan_upgrade(concept, to).status is UpgradeStatus.IN_REVIEW
    assert (concept.revisions.count(), draft(concept).template_release) == (before, first)


def test_retired_concept_is_not_touched(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    retire(concept, by=holder("isb"), comment="Switched off.")

    with pytest.raises(OutOfService):
        apply_upgrade(concept, to=second(), by=editor(concept))


def test_reader_may_not_upgrade(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    with pytest.raises(RightMissing):
        apply_upgrade(concept, to=second(), by=holder("reader", concept.get_parent().specific))


def test_isb_may_not_upgrade_what_she_is_to_review(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    with pytest.raises(RightMissing):
        apply_upgrade(concept, to=second(), by=holder("isb"))


def test_editor_of_templates_may_upgrade_any_concept(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    plan = apply_upgrade(concept, to=second(), by=holder("admin"))

    assert plan.status is UpgradeStatus.APPLIED


def test_older_release_is_no_target(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=second())

    plan = apply_upgrade(concept, to=first, by=editor(concept))

    assert plan.status is UpgradeStatus.NEWER


def test_release_of_a_concept_is_no_target(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    with pytest.raises(NotARelease):
        apply_upgrade(concept, to=concept.lifecycle.released, by=editor(concept))


# Another template ---------------------------------------------------------------------------------


def test_other_template_keeps_what_it_asks_too_and_parks_the_rest(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    other = released_template(
        replace(definition(question("owner"), question("extra")), key="other_one")
    )

    plan = apply_upgrade(concept, to=other, by=editor(concept))

    page = draft(concept)
    assert plan.changes_template
    assert page.stored_answers == {"owner": "Olga"}
    assert {one.question for one in page.parked_answers} == {"host", "port", "mode", "gone"}


def test_template_out_of_force_takes_no_concepts_of_others(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    other = released_template(replace(definition(question("owner")), key="other_one"))
    put_out_of_force(other.page.specific, by=holder("isb"), comment="Not yet.")

    with pytest.raises(TemplateOutOfForce):
        apply_upgrade(concept, to=other, by=editor(concept))


def test_template_out_of_force_takes_none_of_its_own_concepts_either(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    to = second()
    put_out_of_force(to.page.specific, by=holder("isb"), comment="Has an error.")

    with pytest.raises(TemplateOutOfForce, match="out of force"):
        apply_upgrade(concept, to=to, by=editor(concept))

    assert fresh(concept).template_release == first
    assert newer_release(fresh(concept)) is None


# The record ---------------------------------------------------------------------------------------


def test_upgrade_is_logged_with_what_it_did(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    by = editor(concept)

    apply_upgrade(concept, to=second(), by=by)

    entry = PageLogEntry.objects.get(page=concept.pk, action="concept_pages.upgrade")
    assert (entry.user, entry.data["from"], entry.data["to"]) == (by, "1.0", "2.0")
    assert set(entry.data["parked"]) == {"port", "mode", "gone"}
    move = TransitionLog.objects.filter(page=concept, move="start_version").get()
    assert (move.by, move.source, move.target) == (by, "approved", "draft")


def test_system_is_named_where_no_person_acts(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    apply_upgrade(concept, to=second(), by=None, comment="By the command upgrade_concepts.")

    move = TransitionLog.objects.filter(page=concept, move="start_version").get()
    assert (move.by, move.by_name) == (None, "System")
    assert move.comment == "By the command upgrade_concepts."


# Confidentiality ----------------------------------------------------------------------------------


def test_parked_answer_stays_as_confidential_as_its_question_was() -> None:
    secret = definition(group("net", question("risks", confidentiality=SECRET)),
                        group("people", question("owner")))  # fmt: skip
    first = released_template(secret)
    concept = released_concept(answers={"risks": "secret", "owner": "x"}, template=first)
    apply_upgrade(
        concept, to=released_template(definition(group("people", question("owner")))), by=None
    )
    somebody = UserFactory()
    assign(somebody, "reader", concept.get_parent().specific)

    page = draft(concept)

    assert page.parked_answers[0].confidentiality == "strictly_confidential"
    assert page.questions_hidden_from(somebody) >= {"risks"}
