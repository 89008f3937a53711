"""Marks: what people should look at anew, and what not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concept_pages.definition.compare import Mark, marks_between
from concept_pages.definition.elements import Definition, Text
from tests.definition.build import (
    both,
    column,
    definition,
    group,
    options,
    question,
    ratings,
    rows,
    when,
)


def marks(old: Definition, new: Definition) -> dict[str, Mark]:
    return marks_between(old, new)


def of_question(old: dict[str, Any], new: dict[str, Any], kind: str = "text") -> Mark | None:
    """Return the mark of one question that was asked like this and is now asked like that."""
    found = marks(definition(question("q", kind, **old)), definition(question("q", kind, **new)))
    return found.get("q")


def test_equal_templates_have_no_marks():
    made = definition(group("net", question("host")), group("people", question("owner")))

    assert marks(made, made) == {}


def test_new_question_is_marked():
    found = marks(definition(question("a")), definition(question("a"), question("b")))

    assert found == {"b": Mark(is_new=True)}


def test_new_group_is_marked_with_its_questions_in_the_order_of_the_document():
    old = definition(group("net", question("host")))
    new = definition(group("people", question("owner")), group("net", question("host")))

    assert list(marks(old, new)) == ["people", "owner"]


def test_moved_question_and_group_are_not_marked():
    old = definition(group("net", question("host"), group("deep")), group("people"))
    new = definition(group("people", question("host"), group("deep")), group("net"))

    assert marks(old, new) == {}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"label": Text("q", "changed")}, ("label",)),
        ({"help": both("help")}, ("help",)),
        ({"label": both("x"), "help": both("help")}, ("label", "help")),
    ],
)
def test_changed_texts_of_a_question_are_named(change, changed):
    assert of_question({}, change) == Mark(changed=changed)


@pytest.mark.parametrize(
    "change",
    [{"required": True}, {"max_length": 20}, {"visible_if": when("q", "answered")}],
)
def test_what_is_only_checked_or_shown_otherwise_is_not_marked(change):
    assert of_question({}, change) is None


def test_renumbered_group_is_not_marked():
    old = definition(group("net", question("host"), number="1"))
    new = definition(group("net", question("host"), number="2"))

    assert marks(old, new) == {}


def test_changed_help_of_a_group_is_marked():
    old = definition(group("net", question("host")))
    new = definition(group("net", question("host"), help=both("Think twice.")))

    assert marks(old, new) == {"net": Mark(changed=("help",))}


def test_another_type_is_marked():
    old, new = definition(question("q")), definition(question("q", "integer"))

    assert marks(old, new) == {"q": Mark(changed=("type",))}


def test_new_and_renamed_options_are_marked_one_by_one():
    renamed = tuple(replace(one, label=both("!")) for one in options("b"))

    found = of_question(
        {"options": options("a", "b", "c")},
        {"options": (*options("a"), *renamed, *options("d"))},
        "single_choice",
    )

    assert found == Mark(changed=("options",), parts={"options.b": False, "options.d": True})


def test_removed_option_marks_the_question_alone():
    found = of_question({"options": options("a", "b")}, {"options": options("a")}, "single_choice")

    assert found == Mark(changed=("options",))


def test_options_of_a_shared_set_are_those_of_its_questions():
    asked = question("q", "single_choice", option_set="places")

    found = marks(
        definition(asked, option_sets=(("places", options("a")),)),
        definition(asked, option_sets=(("places", options("a", "b")),)),
    )

    assert found == {"q": Mark(changed=("options",), parts={"options.b": True})}


def test_new_rows_and_columns_are_marked():
    old = definition(question("m", "matrix", rows=rows("a"), columns=ratings("low")))
    new = definition(question("m", "matrix", rows=rows("a", "b"), columns=ratings("low", "high")))

    [mark] = marks(old, new).values()

    assert mark.parts == {"rows.b": True, "columns.high": True}


def test_another_type_of_a_column_is_a_changed_column():
    old = definition(question("t", "table", columns=(column("x"), column("y"))))
    new = definition(question("t", "table", columns=(column("x", "integer"), column("y"))))

    assert marks(old, new) == {"t": Mark(changed=("columns",), parts={"columns.x": False})}
