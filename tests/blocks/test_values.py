"""Stored bodies and answers by key say the same, and nothing is lost between them."""

from __future__ import annotations

from concept_pages.blocks.values import answers_of_body, body_from_answers, merge
from tests.factories.templates import COMPLETE, SMALL


def test_body_from_answers_and_back_gives_the_same_answers():
    body = body_from_answers(SMALL, COMPLETE)

    assert answers_of_body(body) == COMPLETE


def test_body_from_answers_has_one_section_for_each_group_with_questions():
    body = body_from_answers(SMALL, {})

    assert [block["value"]["group"] for block in body] == ["service"]


def test_body_from_answers_keeps_what_the_definition_does_not_know():
    body = body_from_answers(SMALL, {"gone": "still here", **COMPLETE})

    assert body[-1]["value"] == {"group": "", "answers": {"gone": "still here"}}


def test_body_from_answers_gives_a_section_the_same_id_every_time():
    first, second = (body_from_answers(SMALL, answers) for answers in ({}, COMPLETE))

    assert [block["id"] for block in first] == [block["id"] for block in second]


def test_answers_of_body_passes_over_blocks_of_other_types():
    body = [{"type": "heading", "value": "x", "id": "1"}, *body_from_answers(SMALL, COMPLETE)]

    assert answers_of_body(body) == COMPLETE


def test_merge_changes_editable_keys_only():
    merged = merge({"seen": 1, "unseen": 2}, {"seen": 3, "unseen": 4}, {"seen"})

    assert merged == {"seen": 3, "unseen": 2}


def test_merge_removes_an_answer_that_was_emptied():
    assert merge({"seen": "old"}, {"seen": "  "}, {"seen"}) == {}
