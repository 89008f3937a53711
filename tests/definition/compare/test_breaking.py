"""What a release breaks for older answers, and which declarations settle it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concept_pages.definition.compare import Break, Declared, breaks, parked, with_decisions
from concept_pages.definition.elements import Decision, Definition, Question

from ..build import column, definition, options, question

A = question("q", "single_choice", options=options("a", "b"))
B = replace(A, options=options("b", "c"))


def broken(old: Question, *new: Question, **decisions: Decision) -> Break:
    """Return what is broken of one question."""
    made = replace(definition(*new, question("other")), upgrade=tuple(decisions.items()))
    (found,) = breaks(definition(old, question("other")), made)
    return found


def test_compatible_changes_break_nothing() -> None:
    old = definition(question("a"))

    assert breaks(old, definition(question("a", required=True), question("b"))) == []


def test_several_changes_of_a_question_are_one_break() -> None:
    found = broken(replace(A, other=True), B)

    assert [change.kind.value for change in found.changes] == ["options", "limit"]


@pytest.mark.parametrize(
    ("old", "new", "ways"),
    [
        (question("q"), [], ["move", "park"]),
        (question("q"), [question("q", "date")], ["convert", "move", "park"]),
        (A, [B], ["convert", "map", "park"]),
        (question("q"), [question("q", max_length=3)], ["convert", "park_unfit", "park"]),
        (A, [replace(A, type=question("x", "multiple_choice").type, options=options("b"))],
         ["convert", "map", "move", "park"]),
    ],
    ids=["removed", "retyped", "option", "range", "retyped with options"],
)  # fmt: skip
def test_ways_fit_what_changed(old: Question, new: list[Question], ways: list[str]) -> None:
    assert list(broken(old, *new).ways) == ways


def test_options_that_are_gone_can_be_replaced_by_those_left() -> None:
    (replaced,) = broken(A, B).replaced

    assert (replaced.option.key, [option.key for option in replaced.by]) == ("a", ["b", "c"])


def test_options_of_columns_can_be_replaced_too() -> None:
    def table(*keys: str) -> Question:
        return question(
            "q", "table", columns=(column("c", "single_choice", options=options(*keys)),)
        )

    (replaced,) = broken(table("a", "b"), table("b")).replaced

    assert (replaced.option.key, [option.key for option in replaced.by]) == ("a", ["b"])


@pytest.mark.parametrize(
    ("decision", "way"),
    [
        (Decision("park"), Declared.PARK),
        (Decision("map", to="other"), Declared.MOVE),
        (Decision("convert"), None),
        (Decision("map", options={"a": "b"}), None),
    ],
    ids=["park", "move", "convert", "options"],
)
def test_removed_question_is_settled_by_a_new_home_or_none(decision: Any, way: Any) -> None:
    found = broken(question("q"), q=decision)

    assert (found.way, found.is_declared) == (way, way is not None)


def test_any_declaration_settles_a_question_that_is_still_asked() -> None:
    assert broken(A, B).way is None
    assert broken(A, B, q=Decision("map", options={"a": "c"})).way is Declared.MAP
    assert broken(A, B, q=Decision("convert")).way is Declared.CONVERT


@pytest.mark.parametrize(
    ("old", "new", "action"),
    [
        (question("q"), [], "park"),
        (question("q"), [question("q", "date")], "park"),
        (A, [B], "convert"),
        (question("q"), [question("q", max_length=3)], "park_unfit"),
    ],
    ids=["removed", "retyped", "option", "range"],
)
def test_parking_sets_no_more_aside_than_has_to_be(
    old: Question, new: list[Question], action: str
) -> None:
    assert parked(broken(old, *new)).action == action


def test_decisions_are_added_to_those_there_are() -> None:
    made: Definition = replace(definition(question("a")), upgrade=(("x", Decision("park")),))

    added = with_decisions(made, {"y": Decision("convert")})

    assert {key: one.action for key, one in added.upgrade} == {"x": "park", "y": "convert"}
