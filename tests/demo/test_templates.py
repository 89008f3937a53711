"""The shipped templates fit together: where they ask the same, an answer goes along."""

from __future__ import annotations

from concept_pages.definition.codec import decode
from concept_pages.definition.compare import carry_over
from concept_pages.definition.lint import lint
from tests.definition.build import shipped
from tests.sample_answers import full_answers

FULL, SHORT = decode(shipped("lrz_template")), decode(shipped("small_services"))


def test_short_template_is_sound() -> None:
    assert lint(SHORT) == []


def test_short_template_is_short() -> None:
    assert len(SHORT.questions) <= 20


def test_answers_to_shared_questions_go_along_in_both_directions() -> None:
    shared = FULL.questions.keys() & SHORT.questions.keys()
    answers = full_answers(SHORT, ["dns"])

    there = carry_over(answers, SHORT, FULL, {})
    back = carry_over(there.kept, FULL, SHORT, {})

    assert set(there.kept) == shared
    assert back.kept == {key: answers[key] for key in shared}
    assert {parked.question for parked in there.parked} == answers.keys() - shared
