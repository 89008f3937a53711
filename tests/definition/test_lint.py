"""Hints for the author of a template."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import (
    AllOf,
    AnyOf,
    Condition,
    Confidentiality,
    Definition,
    Text,
)
from concept_pages.definition.lint import lint, without_help

from .build import column, definition, group, options, question, ratings, rows, shipped, when
from .strategies import definitions

NEVER = "This can never be shown, because conditions contradict each other."
ALWAYS = "The condition always holds."


def hints(*parts: Any, **more: Any) -> list[str]:
    return [str(hint) for hint in lint(definition(*parts, **more))]


def hint_on(condition: Condition, *before: Any) -> list[str]:
    """Return the hints about a question with that condition."""
    return [
        str(hint.message)
        for hint in lint(definition(*before, question("q", visible_if=condition)))
        if hint.key == "q"
    ]


def test_shipped_template_needs_no_hints() -> None:
    assert lint(decode(shipped("lrz_template"))) == []


@settings(max_examples=40)
@given(definitions())
def test_notes_are_about_known_elements(made: Definition) -> None:
    for hint in lint(made):
        assert hint.key in {"", *made.questions, *made.groups_by_key}
        assert str(hint.message)


# Texts --------------------------------------------------------------------------------------------


def test_missing_translation_is_named_with_its_place() -> None:
    choice = question("q", "single_choice", options=options("a"), label=Text("Frage", ""))

    assert hints(choice) == ["start / q / label: The text is missing in English."]


def test_missing_translation_is_an_error_and_the_rest_are_warnings() -> None:
    made = definition(question("a", label=Text("Frage", "")), group("empty"))

    assert [note.severity for note in lint(made)] == ["error", "warning"]


def test_question_without_help_gets_a_hint() -> None:
    made = definition(question("a"), question("b", help=Text("Hilfe", "Help")))

    (hint,) = without_help(made)
    assert (hint.key, hint.severity) == ("a", "hint")
    assert str(hint) == "start / a / help: The question has no help text."


def test_missing_translations_of_parts_are_found() -> None:
    half = Text("", "English only")
    table = question(
        "t",
        "table",
        columns=(column("c", "integer", label=half, unit=half),),
        allow_add_rows=True,
        help=half,
    )

    assert sorted(hints(table)) == [
        "start / t / columns / c / label: The text is missing in German.",
        "start / t / columns / c / unit: The text is missing in German.",
        "start / t / help: The text is missing in German.",
    ]


def test_language_that_is_not_offered_is_not_missed() -> None:
    assert hints(question("q", label=Text("Frage", "")), languages=("de",)) == []


def test_text_that_is_missing_in_both_languages_is_not_missed() -> None:
    assert hints(question("q", help=Text())) == []


def test_same_text_twice_in_a_group_is_noted() -> None:
    same = Text("Name", "Name")

    assert hints(question("a", label=same), question("b", label=same)) == [
        "start / b / label: Another question of this group has the same text."
    ]


def test_same_text_of_two_options_is_noted() -> None:
    twice = (*options("a"), *(o.__class__("b", o.label) for o in options("a")))

    assert hints(question("q", "single_choice", options=twice)) == [
        "start / q / options / b: Another entry has the same text."
    ]


# Structure ----------------------------------------------------------------------------------------


def test_empty_group_is_noted() -> None:
    assert hints(group("g")) == ["g: The group is empty."]


def test_option_set_nobody_uses_is_noted() -> None:
    assert hints(question("q"), option_sets=(("s", options("a")),)) == [
        "option_sets / s: No question uses this option set."
    ]


def test_option_set_of_a_column_is_used() -> None:
    table = question(
        "t", "table", columns=(column("c", "single_choice", option_set="s"),), allow_add_rows=True
    )

    assert hints(table, option_sets=(("s", options("a")),)) == []


def test_table_without_rows_is_noted() -> None:
    assert hints(question("t", "table", columns=(column("c"),))) == [
        "start / t: The table has too few rows to be filled in, and none may be added."
    ]


def test_impossible_number_of_choices_is_noted() -> None:
    made = question("q", "multiple_choice", options=options("a"), min_selected=2)

    assert hints(made) == ["start / q: More choices are needed than there are options."]


def test_level_that_has_no_effect_is_noted() -> None:
    made = group(
        "g",
        question("q", confidentiality=Confidentiality.PUBLIC),
        confidentiality=Confidentiality.CONFIDENTIAL,
    )

    assert hints(made) == [
        "g / q / confidentiality: "
        "A group above is more confidential, so that this level has no effect."
    ]


# Conditions ---------------------------------------------------------------------------------------

P = question("p", "single_choice", options=options("a", "b", "c"))
YES = question("y", "yes_no")
NUMBER = question("n", "integer", min=1, max=9)
MANY = question("m", "multiple_choice", options=options("a", "b"))


@pytest.mark.parametrize(
    "condition",
    [
        AllOf((when("p", "equals", "a"), when("p", "equals", "b"))),
        AllOf((when("p", "answered"), when("p", "not_answered"))),
        AllOf((when("p", "in", ("a", "b")), when("p", "not_in", ("a", "b")))),
        AllOf((when("n", "gt", 5), when("n", "lt", 5))),
        AllOf((when("n", "gt", 5), when("n", "lt", 6))),
        when("n", "gt", 9),
        when("n", "lt", 1),
        AllOf((when("m", "contains", "a"), when("m", "not_contains", "a"))),
        AllOf((when("y", "equals", True), AnyOf((when("y", "equals", False),)))),
    ],
)
def test_contradiction_is_found(condition: Condition) -> None:
    assert hint_on(condition, P, YES, NUMBER, MANY) == [NEVER]


@pytest.mark.parametrize(
    "condition",
    [
        AnyOf((when("p", "answered"), when("p", "not_answered"))),
        AnyOf((when("p", "not_equals", "a"), when("p", "not_equals", "b"))),
        AnyOf((when("n", "lt", 5), when("n", "gte", 5), when("n", "not_answered"))),
    ],
)
def test_condition_that_decides_nothing_is_found(condition: Condition) -> None:
    assert hint_on(condition, P, NUMBER) == [ALWAYS]


@pytest.mark.parametrize(
    "condition",
    [
        when("p", "equals", "a"),
        AllOf((when("p", "not_equals", "a"), when("p", "not_equals", "b"))),
        AllOf((when("n", "gt", 4), when("n", "lt", 6))),
        AllOf((when("m", "contains", "a"), when("m", "contains", "b"))),
        AllOf((when("m", "answered"), when("m", "not_contains", "a"))),
        when("n", "gte", 9),
        AnyOf((when("y", "equals", True), when("y", "equals", False))),
    ],
)
def test_condition_that_decides_something_is_fine(condition: Condition) -> None:
    assert hint_on(condition, P, YES, NUMBER, MANY) == []


@pytest.mark.parametrize(
    "asked",
    [
        question("x"),
        question("x", pattern="port_list"),
        question("x", "time"),
        question("x", "duration", max="24:00"),
        question("x", "date", min="2026-11-21"),
        question("x", "month"),
        question("x", "number", min=1000),
        question("x", "email"),
        question("x", "ip_list"),
        question("x", "table", columns=(column("c"),), allow_add_rows=True),
        question("x", "matrix", columns=ratings("c"), rows=rows("r")),
        question("x", "reference_service"),
        question("x", "reference_service", multiple=True),
        question("x", "file"),
        question("x", "single_choice", options=options("a")),
        question("x", "multiple_choice", options=options("a", "b"), min_selected=2),
    ],
)
def test_answer_of_any_type_can_be_given_or_not(asked: Any) -> None:
    assert hint_on(when("x", "answered"), asked) == []
    assert hint_on(when("x", "not_answered"), asked) == []


def test_matrix_with_one_row_has_one_rating() -> None:
    matrix = question("x", "matrix", columns=ratings("low", "high"), rows=rows("r"))
    both = AllOf((when("x", "contains", "low"), when("x", "contains", "high")))

    assert hint_on(both, matrix) == [NEVER]


def test_contradiction_with_the_group_is_found_once() -> None:
    made = definition(
        group("g", YES),
        group(
            "h",
            question("inner", visible_if=when("y", "equals", False)),
            visible_if=when("y", "equals", True),
        ),
    )

    assert [(hint.key, str(hint.message)) for hint in lint(made)] == [("inner", NEVER)]


def test_contradiction_with_what_the_asked_question_needs_is_found() -> None:
    made = definition(
        YES,
        question("detail", visible_if=when("y", "equals", True)),
        question("q", visible_if=AllOf((when("detail", "answered"), when("y", "equals", False)))),
    )

    assert [(hint.key, str(hint.message)) for hint in lint(made)] == [("q", NEVER)]


def test_what_lies_below_something_never_shown_is_not_repeated() -> None:
    never = AllOf((when("y", "equals", True), when("y", "equals", False)))
    made = definition(
        group("g", YES),
        group("h", question("q", visible_if=when("y", "answered")), visible_if=never),
    )

    assert [hint.key for hint in lint(made)] == ["h"]


def test_comparison_that_says_nothing_is_noted() -> None:
    found = hint_on(when("m", "equals", "a"), MANY)

    assert found == ["Comparing “m” by “equals” says nothing.", NEVER]


def test_too_many_cases_are_not_tried() -> None:
    asked = [question(f"x{n}", "single_choice", options=options("a", "b")) for n in range(9)]
    condition = AllOf(tuple(when(f"x{n}", "equals", "a") for n in range(9)))

    assert hint_on(condition, *asked) == []
