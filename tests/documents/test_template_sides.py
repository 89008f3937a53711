"""Two versions of a template side by side: only what differs, in both languages."""

from __future__ import annotations

from concept_pages.definition.elements import Definition, Text
from concept_pages.documents.template_sides import Aspect, Pair, side_by_side
from tests.definition.build import both, column, definition, group, options, question, rows, when


def pairs(old: Definition, new: Definition) -> dict[str, Pair]:
    return {pair.key: pair for pair in side_by_side(old, new, language="en")}


def aspects(old: Definition, new: Definition, key: str) -> dict[str, list[tuple[str, str, str]]]:
    def sides(aspect: Aspect) -> list[tuple[str, str, str]]:
        return [(side.language, side.old, side.new) for side in aspect.sides]

    return {aspect.label: sides(aspect) for aspect in pairs(old, new)[key].aspects}


def test_versions_that_say_the_same_have_no_pairs() -> None:
    made = definition(question("a"))

    assert side_by_side(made, made, language="de") == []


def test_changed_texts_stand_beside_each_other_in_both_languages() -> None:
    old = definition(question("a", label=Text("Alt", "Old")))
    new = definition(question("a", label=Text("Neu", "New")))

    assert aspects(old, new, "a") == {"Text": [("de", "Alt", "Neu"), ("en", "Old", "New")]}


def test_what_both_languages_say_alike_is_said_once() -> None:
    old = definition(question("a", controls=(("iso27001", ("A.5.1",)),)))
    new = definition(question("a", controls=(("iso27001", ("A.5.2",)),)))

    assert aspects(old, new, "a") == {
        "References to controls": [("", "ISO/IEC 27001: A.5.1", "ISO/IEC 27001: A.5.2")]
    }


def test_each_kind_of_change_has_its_aspect() -> None:
    old = definition(
        question("x", "yes_no"),
        question("a", "single_choice", options=options("p")),
        question("t", "table", columns=(column("c"),), allow_add_rows=True),
        question("m", "matrix", columns=(column("r"),), rows=rows("s")),
    )
    new = definition(
        question("x", "yes_no"),
        question(
            "a", "single_choice", options=options("p", "q"), required=True,
            help=both("why"), visible_if=when("x", "answered"),
        ),
        question("t", "table", columns=(column("c", "date"),), allow_add_rows=True),
        question("m", "matrix", columns=(column("r"),), rows=rows("s", "u")),
    )  # fmt: skip

    assert list(aspects(old, new, "a")) == [
        "Help",
        "Type and limits",
        "When it is shown",
        "Options",
    ]
    assert list(aspects(old, new, "t")) == ["Columns"]
    assert list(aspects(old, new, "m")) == ["Given rows"]


def test_moved_question_tells_its_old_and_new_place() -> None:
    old = definition(group("one", question("a")), group("two"))
    new = definition(group("one"), group("two", question("a")))

    assert aspects(old, new, "a") == {"Place": [("", "one", "two")]}


def test_what_came_and_went_is_marked_and_what_breaks_too() -> None:
    old = definition(question("a"), question("b"))
    new = definition(question("a"), question("c"), group("more"))

    found = pairs(old, new)

    assert {key: (pair.kind, pair.is_breaking, pair.is_group) for key, pair in found.items()} == {
        "c": ("added", False, False),
        "more": ("added", False, True),
        "b": ("removed", True, False),
    }
