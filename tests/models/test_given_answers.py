"""Which questions concepts have answered, in drafts and in what readers see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concept_pages.models.given_answers import answered_questions, given_answers
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.templates import COMPLETE, SMALL, released_template

pytestmark = pytest.mark.django_db


def test_answers_of_drafts_and_releases_are_given() -> None:
    template = released_template()
    released = released_concept(template=template)

    found = list(given_answers(template.page_id))

    assert [(concept, answers["purpose"]) for concept, answers in found] == [
        (released.pk, COMPLETE["purpose"]),
        (released.pk, COMPLETE["purpose"]),
    ]


def test_question_counts_as_answered_once_somebody_has_filled_it_in() -> None:
    template = released_template()
    concept_draft(template=template, answers={"purpose": "risks"})

    # The word of one answer reads like the key of another question.
    assert answered_questions(template.page_id, ["purpose", "risks", "nowhere"]) == {"purpose"}


def test_concepts_of_other_templates_do_not_count() -> None:
    template = released_template()
    other = released_template(replace(SMALL, key="other"))
    concept_draft(template=other)

    assert answered_questions(template.page_id, ["purpose"]) == set()


def test_nothing_is_asked_for_no_question(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert answered_questions(1, []) == set()
