"""What is marked as new in a concept: since its last release, until somebody saw it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concept_pages.actions.parked import copy_parked
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality, Decision, Definition
from concept_pages.models import ConceptPage
from tests.definition.build import both, definition, group, question, when
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import holder
from tests.factories.releases import concept_in_force
from tests.factories.templates import released_template
from workflows.actions import abandon_version, approve, submit
from workflows.models import Release

pytestmark = pytest.mark.django_db

FIRST = definition(group("net", question("host"), question("port")))
ANSWERS = {"host": "ns1", "port": "53"}
SECRET = Confidentiality.STRICTLY_CONFIDENTIAL
SECOND = definition(
    group("net", question("host", help=both("By name.")), question("port"), question("vlan")),
    group("people", question("owner", confidentiality=SECRET)),
)


@pytest.fixture
def concept() -> ConceptPage:
    """Return a released concept that nobody has upgraded yet."""
    return concept_in_force(template=released_template(FIRST), answers=ANSWERS)


def second(made: Definition = SECOND) -> Release:
    """Release the next version of the template."""
    return released_template(made)


def upgraded(page: ConceptPage, to: Release | None = None) -> ConceptPage:
    """Return the draft of a concept after an upgrade."""
    apply_upgrade(page, to=to or second(), by=None, comment="test")
    return draft(page)


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_concept_without_an_upgrade_has_no_marks(concept):
    assert draft(concept).open_marks == {}


def test_upgrade_marks_what_is_new_and_changed(concept):
    found = upgraded(concept).open_marks

    assert {key: (mark.is_new, mark.changed) for key, mark in found.items()} == {
        "host": (False, ("help",)),
        "vlan": (True, ()),
        "people": (True, ()),
        "owner": (True, ()),
    }


def test_draft_that_was_never_released_is_marked_since_it_was_begun():
    page = concept_draft(template=released_template(FIRST), answers=ANSWERS)

    assert set(upgraded(page).open_marks) == {"host", "vlan", "people", "owner"}


def test_marks_survive_a_save_by_somebody_else(concept):
    page = upgraded(concept)

    page.save_revision(user=holder("isb"))

    assert set(draft(page).open_marks) == {"host", "vlan", "people", "owner"}


def test_seen_mark_does_not_come_back(concept):
    page = upgraded(concept)

    page.see({"host"})
    page.save_revision()

    assert set(draft(page).open_marks) == {"vlan", "people", "owner"}


def test_parked_answer_that_is_copied_into_a_new_question_takes_its_mark(concept):
    parked = definition(group("net", question("host"), question("vlan")))
    to = second(replace(parked, upgrade=(("port", Decision("park")),)))
    page = upgraded(concept, to)
    operator = holder("operator", page.get_parent().specific)

    copy_parked(page, page.parked_answers[0].id, to="vlan", by=operator)

    assert draft(page).open_marks == {}


def test_new_group_is_seen_with_the_last_of_its_questions(concept):
    page = upgraded(concept)

    page.see({"owner"})
    page.save_revision()

    assert set(draft(page).open_marks) == {"host", "vlan"}


def test_seen_question_is_marked_again_only_if_the_next_upgrade_changes_it(concept):
    page = upgraded(concept)
    page.see({"host", "vlan"})
    page.save_revision()
    host = question("host", help=both("By its full name."))
    third = definition(group("net", host, question("port"), question("vlan")), *SECOND.groups[1:])

    again = upgraded(page, second(third))

    assert set(again.open_marks) == {"host", "people", "owner"}


def test_change_that_is_taken_back_is_no_longer_marked(concept):
    upgraded(concept)

    again = upgraded(concept, second(replace(FIRST, version="9.0")))

    assert again.open_marks == {}


def test_release_ends_all_marks():
    page = released_concept(template=released_template(FIRST), answers=ANSWERS)
    upgraded(page)
    operator = holder("operator", page.get_parent().specific)

    submit(page, by=operator)
    in_review = draft(page).open_marks
    approve(page, by=holder("owner", page.get_parent().specific))
    approve(page, by=holder("isb"))

    assert in_review
    assert draft(page).open_marks == {}


def test_version_that_is_given_up_takes_its_marks_along():
    page = released_concept(template=released_template(FIRST), answers=ANSWERS)
    upgraded(page)

    abandon_version(page, by=holder("operator", page.get_parent().specific))

    assert (draft(page).open_marks, draft(page).marks) == ({}, {})


def test_marks_are_no_content_of_a_revision(concept):
    page = upgraded(concept)

    assert "marks" not in page.latest_revision.content


def test_count_goes_up_to_the_clearance_and_counts_a_new_group_by_its_questions(concept):
    counts = upgraded(concept).marks["counts"]

    assert (counts["public"], counts["internal"], counts["strictly_confidential"]) == (0, 2, 3)


def test_hidden_question_is_not_counted_until_it_is_shown(concept):
    hidden = question("vlan", visible_if=when("port", "equals", "54"))
    page = upgraded(
        concept, second(definition(group("net", question("host"), question("port"), hidden)))
    )
    before = page.marks["counts"]["internal"]

    page.store({**page.stored_answers, "port": "54"})
    page.save_revision()

    assert (before, draft(page).marks["counts"]["internal"]) == (0, 1)
