"""What changed between two sets of answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.compare import AnswerChange, RowChange, compare_answers
from concept_pages.definition.compare.answers import alike
from concept_pages.definition.situation import Situation

from ..build import column, definition, question, rows, when
from ..strategies import definitions, wild_answers

MADE = definition(
    question("has", "yes_no"),
    question("which", visible_if=when("has", "equals", True)),
    question("t", "table", columns=(column("a"), column("b")), rows=rows("r"), allow_add_rows=True),
)


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change.key, change.kind) for change in compare_answers(MADE, old, MADE, new)]


@given(st.data())
def test_changes_lead_from_the_old_answers_to_the_new(data: st.DataObject) -> None:
    made = data.draw(definitions())
    old, new = data.draw(wild_answers(made)), data.draw(wild_answers(made))

    found = compare_answers(made, old, made, new)

    replayed = dict(Situation(made, old).given)
    for change in found:
        replayed.pop(change.key, None)
        if change.new is not None:
            replayed[change.key] = change.new
    after = Situation(made, new).given
    assert replayed.keys() == after.keys()
    assert all(alike(replayed[key], after[key]) for key in after)


@pytest.mark.parametrize(
    ("had", "has"),
    [(False, 0), (1, True), ([1], [True]), ({"a": 0}, {"a": False}), ("1", 1), ([1], [1, 2])],
)
def test_values_that_only_python_finds_equal_differ(had: Any, has: Any) -> None:
    assert not alike(had, has)


def test_number_written_otherwise_is_the_same() -> None:
    assert alike({"a": [1, "x"]}, {"a": [1.0, "x"]})


@given(st.data())
def test_same_answers_have_no_changes(data: st.DataObject) -> None:
    made = data.draw(definitions())
    answers = data.draw(wild_answers(made))

    assert compare_answers(made, answers, made, answers) == []


def test_answers_come_go_and_change() -> None:
    assert told({"has": True}, {"has": False}) == [("has", "changed")]
    assert told({}, {"has": False}) == [("has", "added")]
    assert told({"has": False}, {"has": None}) == [("has", "removed")]


def test_answer_that_gets_hidden_is_removed_although_it_is_stored() -> None:
    found = told({"has": True, "which": "x"}, {"has": False, "which": "x"})

    assert found == [("has", "changed"), ("which", "removed")]


def test_hidden_answers_are_not_compared() -> None:
    assert told({"has": False, "which": "x"}, {"has": False, "which": "y"}) == []


def test_what_became_not_applicable_is_removed() -> None:
    answers = {"has": True}

    found = compare_answers(MADE, answers, MADE, answers, new_not_applicable={"has": "Never."})

    assert [(change.key, change.kind) for change in found] == [("has", "removed")]


def test_question_that_is_gone_comes_last_with_its_old_text() -> None:
    old = definition(question("gone"), question("a"))

    found = compare_answers(old, {"gone": "x", "a": "1"}, definition(question("a")), {"a": "2"})

    assert [(change.key, change.kind) for change in found] == [
        ("a", "changed"),
        ("gone", "removed"),
    ]
    assert found[1].question is old.questions["gone"]


def row_changes(old: Any, new: Any) -> tuple[RowChange, ...]:
    (change,) = compare_answers(MADE, {"t": old}, MADE, {"t": new})
    assert isinstance(change, AnswerChange)
    return change.rows


def test_preset_rows_are_compared_by_their_key() -> None:
    before, after = {"row": "r", "a": "x"}, {"row": "r", "a": "x", "b": "y"}

    found = row_changes([{"a": "own"}, before], [after, {"a": "own"}])

    assert found == (RowChange("changed", before, after, ("b",)),)


def test_row_in_between_is_new_and_the_others_stay() -> None:
    one, two, new = {"a": "1"}, {"a": "2"}, {"a": "1.5"}

    assert row_changes([one, two], [one, new, two]) == (RowChange("added", None, new),)


def test_rows_that_are_gone_and_changed_are_told_apart() -> None:
    one, two, three = {"a": "1"}, {"a": "2", "b": "x"}, {"a": "3"}
    changed = {"a": "2", "b": "y"}

    assert row_changes([one, two, three], [changed]) == (
        RowChange("changed", one, changed, ("a", "b")),
        RowChange("removed", two, None),
        RowChange("removed", three, None),
    )
