"""What is visible, and why something is not."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.codec import decode, encode
from concept_pages.definition.situation import Hidden, Situation

from .build import CONCEPTS, definition, group, question, shipped, when
from .reference_visibility import visible_keys
from .strategies import definitions, wild_answers


@given(st.data())
def test_visibility_agrees_with_a_second_implementation(data: st.DataObject) -> None:
    made = data.draw(definitions())
    answers = data.draw(wild_answers(made))
    keys = st.sampled_from([*made.questions, *made.groups_by_key, "unknown"])
    off = dict.fromkeys(data.draw(st.lists(keys, max_size=2)), "none here")

    situation = Situation(made, answers, off)

    visible = visible_keys(encode(made), answers, off)
    assert situation.visible_groups | situation.visible_questions == visible


@given(st.data())
def test_everything_is_visible_or_has_a_reason(data: st.DataObject) -> None:
    made = data.draw(definitions())
    situation = Situation(made, data.draw(wild_answers(made)))

    for key in [*made.questions, *made.groups_by_key]:
        assert situation.is_visible(key) == (situation.why_hidden(key) is None)


def test_example_concepts_have_the_counts_of_the_checker() -> None:
    template = decode(shipped("lrz_template"))
    counts = {}
    for name in CONCEPTS:
        situation = Situation(template, shipped(f"concepts/{name}")["answers"])
        counts[name] = (len(situation.given), len(situation.visible_questions))

    assert counts == {
        "building_alarm_mailing": (40, 117),
        "security_accounting": (8, 97),
        "video_conferencing": (54, 121),
    }


MADE = definition(
    group("top", question("has", "yes_no")),
    group(
        "part",
        question("inside"),
        group("deep", question("deepest")),
        visible_if=when("has", "equals", True),
    ),
    group("end", question("last", visible_if=when("inside", "answered"))),
)


def test_hidden_answer_does_not_count_but_stays_stored() -> None:
    answers: dict[str, Any] = {"has": False, "inside": "kept"}
    situation = Situation(MADE, answers)

    assert situation.value("inside") is None
    assert answers["inside"] == "kept"
    assert list(situation.given) == ["has"]


def test_value_of_an_empty_answer_is_none() -> None:
    situation = Situation(MADE, {"has": True, "inside": "  "})

    assert situation.value("inside") is None
    assert not situation.is_visible("last")


def test_false_is_an_answer() -> None:
    assert Situation(MADE, {"has": False}).value("has") is False


def test_given_answers_come_in_the_order_of_the_document() -> None:
    answers = {"last": "3", "deepest": "2", "inside": "1", "has": True, "stray": "?"}

    assert list(Situation(MADE, answers).given) == ["has", "inside", "deepest", "last"]


def test_condition_of_a_group_is_why_its_questions_are_hidden() -> None:
    why = Situation(MADE, {"has": False}).why_hidden("deepest")

    assert why == Hidden("condition", "part", condition=when("has", "equals", True))


def test_reason_of_the_service_owner_is_why_something_is_hidden() -> None:
    situation = Situation(MADE, {"has": True}, {"part": "No parts.", "deepest": "Nothing deep."})

    assert situation.why_hidden("deepest") == Hidden("not_applicable", "part", reason="No parts.")


def test_unknown_key_is_neither_visible_nor_hidden() -> None:
    situation = Situation(MADE, {})

    assert not situation.is_visible("nobody")
    assert situation.why_hidden("nobody") is None


def test_draft_with_a_dangling_condition_does_not_fail() -> None:
    made = definition(question("q", visible_if=when("nobody", "equals", "x")))

    assert not Situation(made, {"nobody": "x"}).is_visible("q")
