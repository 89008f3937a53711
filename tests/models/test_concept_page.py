"""What a concept itself says about its life."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.concepts import released_concept
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db


def test_first_release_is_due_for_review_when_the_concept_says_so() -> None:
    page = released_concept(answers={**COMPLETE, "next_review": "2027-02"})

    assert page.lifecycle.next_review_on == date(2027, 2, 28)


def test_release_without_a_date_is_due_for_review_in_a_year() -> None:
    page = released_concept()

    released_on = page.lifecycle.released.approved_at.date()
    assert (page.lifecycle.next_review_on - released_on).days == 365


def test_month_that_has_passed_names_no_next_review() -> None:
    page = released_concept(answers={**COMPLETE, "next_review": "2020-02"})

    released_on = page.releases.get().approved_at.date()
    assert (page.lifecycle.next_review_on - released_on).days == 365
