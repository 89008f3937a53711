"""Definitions that are well-formed but make no sense are refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition
from concept_pages.definition.limits import ALL_LIMITS, LIMITS
from concept_pages.definition.problems import DefinitionError
from concept_pages.definition.soundness import soundness

from .build import asked, chapter, definition, options, question, shipped, template, when
from .strategies import definitions


def problems_of(*questions: Any, **more: Any) -> list[str]:
    """Return what is wrong with a template of one chapter."""
    data = template(chapter("c", *questions), **more)
    try:
        decode(data)
    except DefinitionError as error:
        return [str(problem) for problem in error.problems]
    return []


def choice(key: str, kind: str = "single_choice", **more: Any) -> dict[str, Any]:
    """Return the data of a question with the options a and b."""
    return asked(key, kind, options=[labelled("a"), labelled("b")], **more)


def labelled(key: str) -> dict[str, str]:
    return {"key": key, "de": f"De {key}", "en": f"En {key}"}


def compared(target: dict[str, Any], operator: str, *value: Any) -> list[str]:
    """Return what is wrong with a question that is shown if `target` compares so."""
    condition = {"question": target["key"], "operator": operator}
    if value:
        condition["value"] = value[0]
    return problems_of(target, asked("q", visible_if=condition))


@given(definitions())
def test_random_definitions_are_sound(made: Definition) -> None:
    assert soundness(made) == []


def test_shipped_template_is_sound() -> None:
    assert soundness(decode(shipped("lrz_template"))) == []


def test_drafts_are_checked_without_data() -> None:
    made = definition(question("q", visible_if=when("later", "answered")), question("later"))

    assert [str(problem) for problem in soundness(made)] == [
        "start / q / visible_if: The condition refers to “later”, which is no question further up."
    ]


# Keys ---------------------------------------------------------------------------------------------


def test_key_used_twice_is_refused() -> None:
    assert problems_of(asked("q"), asked("q")) == ["c / q: The key “q” is used twice."]


def test_question_with_the_key_of_a_group_is_refused() -> None:
    assert problems_of(asked("c")) == ["c / c: The key “c” is used twice."]


def test_option_used_twice_is_refused() -> None:
    twice = asked("q", "single_choice", options=[labelled("a"), labelled("a")])

    assert problems_of(twice) == ["c / q / options: The key “a” is used twice."]


def test_row_is_no_name_of_a_column() -> None:
    column = {"key": "row", "type": "text", "de": "Reihe", "en": "Row"}

    (problem,) = problems_of(asked("t", "table", columns=[column]))

    assert problem.startswith("c / t / columns / row: The key “row” marks preset rows")


# Options, patterns, tables ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (asked("q", "single_choice"), "c / q / options: There is nothing to choose from."),
        (
            asked("q", "single_choice", option_set="x"),
            "c / q / option_set: The option set “x” does not exist.",
        ),
        (
            choice("q", option_set="s"),
            "c / q / option_set: Give options of its own or an option set, not both.",
        ),
        (asked("q", pattern="zip"), "c / q / pattern: The pattern “zip” is not known."),
        (asked("q", "table"), "c / q / columns: There are no columns."),
        (
            asked("q", "matrix", columns=[labelled("a")]),
            "c / q / rows: There are no rows.",
        ),
        (
            asked("q", "table", columns=[{**labelled("a"), "type": "text"}], rows=[labelled("r")]),
            "c / q / preset_column: Name the column that shows the labels of the preset rows.",
        ),
        (
            asked("q", "table", columns=[{**labelled("a"), "type": "matrix"}]),
            "c / q / columns / a / type: A column cannot be a table or matrix itself.",
        ),
        (
            asked("q", "reference_service", filter_by="later"),
            "c / q / filter_by: “later” is no question further up.",
        ),
    ],
)
def test_question_without_what_it_needs_is_refused(made: dict[str, Any], problem: str) -> None:
    assert problem in problems_of(made, option_sets={"s": [labelled("a")]})


def test_unknown_pattern_is_refused_even_if_unused() -> None:
    assert problems_of(patterns=[labelled("zip")]) == ["patterns: The pattern “zip” is not known."]


def test_limits_of_columns_are_checked_too() -> None:
    column = {**labelled("a"), "type": "integer", "min": 5, "max": 4}

    assert problems_of(asked("t", "table", columns=[column])) == [
        "c / t / columns / a / min: The smallest value is larger than the largest."
    ]


# Limits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "limits", "problem"),
    [
        ("integer", {"min": 5, "max": 4}, "min: The smallest value is larger than the largest."),
        ("integer", {"min": 0.5}, "min: “0.5” is no value of the type integer."),
        ("integer", {"max": "5"}, "max: “5” is no value of the type integer."),
        ("number", {"max": float("nan")}, "max: “nan” is no value of the type number."),
        ("duration", {"max": "1:00"}, "max: “1:00” is no value of the type duration."),
        ("duration", {"min": "100:00", "max": "20:00"}, "min: The smallest value is larger"),
        ("date", {"min": "2026-12-01", "max": "2026-11-01"}, "min: The smallest value is larger"),
        ("time", {"max": "24:00"}, "max: “24:00” is no value of the type time."),
        ("text", {"min_length": 5, "max_length": 4}, "min_length: The smallest value is larger"),
        ("text", {"max_length": 0}, "max_length: With the largest value 0 nothing"),
        ("text", {"max": 5}, "max: Answers of the type text have no such limit."),
        ("text", {"other": True}, "other: Answers of the type text have no such limit."),
        ("yes_no", {"max_length": 5}, "max_length: Answers of the type yes_no have no such"),
        ("ip_list", {"ip_version": 5}, "ip_version: IP addresses are of version 4 or 6."),
    ],
)  # fmt: skip
def test_impossible_limit_is_refused(kind: str, limits: dict[str, Any], problem: str) -> None:
    (found,) = problems_of(asked("q", kind, **limits))

    assert found.startswith(f"c / q / {problem}")


def test_durations_are_bounded_as_quantities() -> None:
    assert problems_of(asked("q", "duration", min="20:00", max="100:00")) == []


def test_every_limit_belongs_to_a_type() -> None:
    known = {name for limits in LIMITS.values() for name in limits}

    assert set(ALL_LIMITS) == known


# Conditions ---------------------------------------------------------------------------------------


def test_condition_on_itself_is_refused() -> None:
    (problem,) = problems_of(asked("q", visible_if={"question": "q", "operator": "answered"}))

    assert "refers to “q”, which is no question further up" in problem


def test_group_condition_on_its_own_question_is_refused() -> None:
    data = template(chapter("c", asked("q"), visible_if={"question": "q", "operator": "answered"}))

    with pytest.raises(DefinitionError, match="refers to “q”"):
        decode(data)


def test_condition_on_a_group_is_refused() -> None:
    (problem,) = problems_of(asked("q", visible_if={"question": "c", "operator": "answered"}))

    assert "refers to “c”, which is no question further up" in problem


def test_dangling_key_deep_in_a_condition_is_found() -> None:
    condition = {"all": [{"any": [{"question": "nobody", "operator": "answered"}]}]}

    (problem,) = problems_of(asked("q", visible_if=condition))

    assert "refers to “nobody”" in problem


@pytest.mark.parametrize(
    ("target", "operator", "value"),
    [
        (asked("p", "yes_no"), "equals", ["yes"]),
        (asked("p", "yes_no"), "equals", [1]),
        (asked("p", "yes_no"), "gt", [False]),
        (asked("p", "integer"), "equals", [True]),
        (asked("p", "integer"), "gt", ["5"]),
        (asked("p", "text"), "gt", ["a"]),
        (asked("p", "text"), "contains", ["a"]),
        (asked("p", "text"), "equals", [5]),
        (asked("p", "text"), "equals", []),
        (asked("p", "text"), "equals", [["a"]]),
        (asked("p", "text"), "in", ["a"]),
        (asked("p", "text"), "in", [[]]),
        (asked("p", "text"), "answered", ["a"]),
        (asked("p", "duration"), "gt", ["9:00"]),
        (asked("p", "date"), "lt", ["21.11.2026"]),
        (choice("p"), "equals", ["c"]),
        (choice("p"), "in", [["a", "c"]]),
        (choice("p"), "contains", ["a"]),
        (choice("p", "multiple_choice"), "contains", ["c"]),
    ],
)
def test_senseless_comparison_is_refused(
    target: dict[str, Any], operator: str, value: list[Any]
) -> None:
    (problem,) = compared(target, operator, *value)

    assert problem.startswith("c / q / visible_if: ")


@pytest.mark.parametrize(
    ("target", "operator", "value"),
    [
        (asked("p", "yes_no"), "equals", [False]),
        (asked("p", "integer"), "gt", [5]),
        (asked("p", "duration"), "gt", ["100:00"]),
        (asked("p", "table", columns=[{**labelled("a"), "type": "text"}]), "answered", []),
        (choice("p"), "in", [["a", "b"]]),
        (choice("p", "multiple_choice"), "contains_any", [["a"]]),
        (
            asked("p", "matrix", columns=[labelled("a")], rows=[labelled("r")]),
            "contains",
            ["a"],
        ),
        (asked("p", "reference_service", multiple=True), "contains", ["dns"]),
    ],
)
def test_sensible_comparison_is_accepted(
    target: dict[str, Any], operator: str, value: list[Any]
) -> None:
    assert compared(target, operator, *value) == []


def test_options_of_a_shared_set_can_be_compared_with() -> None:
    made = definition(
        question("p", "single_choice", option_set="s"),
        question("q", visible_if=when("p", "equals", "a")),
        option_sets=(("s", options("a", "b")),),
    )

    assert soundness(made) == []
