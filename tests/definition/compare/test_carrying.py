"""Answers from an old template to a new one: nothing is ever lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concept_pages.definition.answer_types import is_empty
from concept_pages.definition.compare import CarriedOver, Decision, Reason, carry_over
from concept_pages.definition.compare.convert import may_take
from concept_pages.definition.elements import AnswerType, Definition, Question, Text
from concept_pages.definition.emptiness import is_blank

from ..build import column, definition, group, options, question, ratings, rows
from ..strategies import answers_to, definitions, wild_answers


def over(old: Question, new: Question, value: Any) -> tuple[Any, list[tuple[Any, bool]]]:
    """Return what is kept of one answer, and what is parked with whether it is all of it."""
    result = carry_over({"q": value}, definition(old), definition(new))
    return result.kept.get("q"), [(parked.value, parked.whole) for parked in result.parked]


# Nothing is lost ----------------------------------------------------------------------------------


def filled(answers: dict[str, Any], old: Definition, new: Definition) -> dict[str, Any]:
    """Return the answers that are answers at all."""
    types = {**new.types, **old.types}
    return {
        key: value
        for key, value in answers.items()
        if not (is_empty(types[key], value) if key in types else is_blank(value))
    }


@given(st.data())
def test_number_of_answers_is_the_same_before_and_after(data: st.DataObject) -> None:
    old, new = data.draw(definitions()), data.draw(definitions())
    answers = data.draw(wild_answers(old))

    result = carry_over(answers, old, new)

    before = filled(answers, old, new)
    whole = [parked.question for parked in result.parked if parked.whole]
    assert sorted([*result.kept, *whole]) == sorted(before)


@given(st.data())
def test_number_of_answers_is_the_same_whatever_is_declared(data: st.DataObject) -> None:
    old, new = data.draw(definitions()), data.draw(definitions())
    answers = data.draw(answers_to(old))
    targets = st.sampled_from(["", "gone", *new.questions])
    decisions = {
        key: Decision(
            data.draw(st.sampled_from(["park", "park_unfit", "convert", "map"])),
            to=data.draw(targets),
            options=data.draw(st.dictionaries(st.sampled_from("ab"), st.sampled_from("cd"))),
        )
        for key in old.questions
    }

    result = carry_over(answers, old, new, decisions)

    whole = [parked for parked in result.parked if parked.whole]
    assert len(result.kept) + len(whole) == len(filled(answers, old, new))
    assert set(result.kept) <= set(new.questions)


def leaves(value: Any) -> Counter[str]:
    """Count the single values in an answer; which preset row a cell is of does not count."""
    if isinstance(value, dict):
        return sum((leaves(v) for key, v in value.items() if key != "row"), Counter())
    if isinstance(value, list):
        return sum((leaves(item) for item in value), Counter())
    return Counter() if is_blank(value) else Counter([json.dumps(value)])


@given(st.data())
def test_every_bit_of_an_answer_is_kept_or_parked(data: st.DataObject) -> None:
    old = data.draw(definitions())
    new = replace(
        old, groups=tuple(shrunk(data, one) for one in old.groups), option_sets=old.option_sets
    )
    answers = data.draw(answers_to(old))

    result = carry_over(answers, old, new)

    assert result.converted == ()
    parked = [parked.value for parked in result.parked]
    assert leaves([*result.kept.values(), *parked]) == leaves([*answers.values()])


def shrunk(data: st.DataObject, one: Any) -> Any:
    """Return a group whose questions lost options, rows, columns and permissions."""

    def less(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(item for item in items if data.draw(st.booleans()))

    return replace(
        one,
        questions=tuple(
            replace(
                asked,
                options=less(asked.options),
                rows=less(asked.rows),
                columns=less(asked.columns),
                other=asked.other and data.draw(st.booleans()),
                allow_add_rows=asked.allow_add_rows and data.draw(st.booleans()),
            )
            for asked in less(one.questions)
        ),
        groups=tuple(shrunk(data, child) for child in one.groups),
    )


@given(st.data())
def test_same_template_keeps_everything_as_it_is(data: st.DataObject) -> None:
    made = data.draw(definitions())
    answers = data.draw(answers_to(made))

    assert carry_over(answers, made, made) == CarriedOver(
        kept=answers, parked=(), converted=(), moved=(), new=()
    )


@given(st.data())
def test_answers_to_carry_are_left_alone(data: st.DataObject) -> None:
    old, new = data.draw(definitions()), data.draw(definitions())
    answers = data.draw(answers_to(old))
    before = json.dumps(answers)

    carry_over(answers, old, new)

    assert json.dumps(answers) == before


# Questions ----------------------------------------------------------------------------------------


def test_answer_without_a_question_is_parked_with_the_text_it_answered() -> None:
    old = definition(question("q", label=Text("Was?", "What?")), question("p"))

    result = carry_over({"q": "x", "p": "y"}, old, definition(question("p")))

    assert result.kept == {"p": "y"}
    (parked,) = result.parked
    assert (parked.question, parked.value, parked.whole) == ("q", "x", True)
    assert (parked.label, parked.type) == (Text("Was?", "What?"), AnswerType.TEXT)
    assert str(parked.reason.message) == "The question is no longer asked."


def test_answer_nobody_knows_is_parked_too() -> None:
    result = carry_over({"stray": 5}, definition(), definition())

    assert [(parked.question, parked.value) for parked in result.parked] == [("stray", 5)]


def test_answer_the_new_template_knows_again_is_kept() -> None:
    assert carry_over({"q": "x"}, definition(), definition(question("q"))).kept == {"q": "x"}


def test_question_in_another_group_takes_its_answer_along() -> None:
    old = definition(group("g", question("q")), group("h"))
    new = definition(group("g"), group("h", question("q")))

    result = carry_over({"q": "x"}, old, new)

    assert (result.kept, result.moved) == ({"q": "x"}, ("q",))


def test_new_questions_are_named() -> None:
    result = carry_over({}, definition(question("a")), definition(question("a"), question("b")))

    assert result.new == ("b",)


def test_kept_answers_are_in_the_order_of_the_new_document() -> None:
    old = definition(question("a"), question("b"))

    result = carry_over({"a": "1", "b": "2"}, old, definition(question("b"), question("a")))

    assert list(result.kept) == ["b", "a"]


def test_narrower_limit_parks_nothing() -> None:
    kept, parked = over(question("q"), question("q", max_length=2), "too long")

    assert (kept, parked) == ("too long", [])


# Types --------------------------------------------------------------------------------------------

AB = {"options": options("a", "b")}


@pytest.mark.parametrize(
    ("old", "new", "value", "kept"),
    [
        ("text", "longtext", "x", "x"),
        ("longtext", "richtext", "x\ny", "x\ny"),
        ("richtext", "text", "one line", "one line"),
        ("text", "email", "a@example.org", "a@example.org"),
        ("url", "text", "https://example.org", "https://example.org"),
        ("date", "text", "2026-11-21", "2026-11-21"),
        ("time", "duration", "08:30", "08:30"),
        ("integer", "number", 5, 5),
        ("number", "integer", 5.0, 5),
        ("integer", "text", 5, "5"),
        ("yes_no", "text", True, "Ja"),
        ("text", "integer", "-12", -12),
        ("text", "ip_list", "192.0.2.1, 192.0.2.2", ["192.0.2.1", "192.0.2.2"]),
        ("ip_list", "longtext", ["192.0.2.1", "::1"], "192.0.2.1\n::1"),
        ("text", "hostname_list", "a.de b.de", ["a.de", "b.de"]),
        ("single_choice", "multiple_choice", "a", ["a"]),
        ("multiple_choice", "single_choice", ["a"], "a"),
        ("single_choice", "text", "a", "De a"),
        ("multiple_choice", "longtext", ["a", "b"], "De a\nDe b"),
        ("text", "single_choice", "de A", "a"),
        ("text", "multiple_choice", "En b", ["b"]),
    ],
)
def test_answer_is_converted_where_nothing_is_lost(
    old: str, new: str, value: Any, kept: Any
) -> None:
    found = over(question("q", old, **AB), question("q", new, **AB), value)

    assert found == (kept, [])


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("longtext", "text", "two\nlines"),
        ("text", "email", "hotline"),
        ("text", "integer", "about 5"),
        ("text", "ip_list", "the usual ones"),
        ("text", "single_choice", "c"),
        ("number", "integer", 5.5),
        ("date", "month", "2026-11-21"),
        ("month", "date", "2026-11"),
        ("duration", "time", "100:00"),
        ("multiple_choice", "single_choice", ["a", "b"]),
        ("multiple_choice", "yes_no", ["a"]),
        ("yes_no", "integer", True),
        ("table", "longtext", [{"x": "y"}]),
        ("file", "text", {"name": "plan.pdf", "sha256": "0", "attachment": 1}),
        ("text", "matrix", "x"),
    ],
)
def test_answer_that_would_lose_something_is_parked(old: str, new: str, value: Any) -> None:
    found = over(question("q", old, **AB), question("q", new, **AB), value)

    assert found == (None, [(value, True)])


def test_text_becomes_an_open_category_where_there_is_one() -> None:
    new = question("q", "single_choice", options=options("a"), other=True)

    assert over(question("q"), new, "c") == ({"other": "c"}, [])


def test_number_of_services_is_adapted() -> None:
    one, many = (question("q", "reference_service", multiple=several) for several in (False, True))

    assert over(one, many, "dns") == (["dns"], [])
    assert over(many, one, ["dns"]) == ("dns", [])
    assert over(many, one, ["dns", "mail"]) == (None, [(["dns", "mail"], True)])


# Parts --------------------------------------------------------------------------------------------


def test_choice_of_a_lost_option_is_parked() -> None:
    old = question("q", "single_choice", options=options("a", "b"))

    assert over(old, replace(old, options=options("a")), "b") == (None, [("b", True)])


def test_choices_that_are_left_are_kept() -> None:
    old = question("q", "multiple_choice", options=options("a", "b", "c"))
    new = replace(old, options=options("a", "c"))

    assert over(old, new, ["a", "b", "c"]) == (["a", "c"], [(["b"], False)])
    assert over(old, new, ["b"]) == (None, [(["b"], True)])


def test_key_that_was_no_option_before_is_left_to_the_checks() -> None:
    old = question("q", "single_choice", options=options("a"))

    assert over(old, replace(old, label=Text("N", "N")), "never") == ("never", [])


def test_entry_outside_the_options_is_parked_where_it_is_no_longer_allowed() -> None:
    old = question("q", "multiple_choice", options=options("a"), other=True)

    assert over(old, replace(old, other=False), ["a", {"other": "x"}]) == (
        ["a"],
        [([{"other": "x"}], False)],
    )


TABLE = question(
    "q",
    "table",
    columns=(column("p"), column("a"), column("n", "single_choice", options=options("x", "y"))),
    rows=rows("r", "s"),
    preset_column="p",
    allow_add_rows=True,
)
VALUE = [{"row": "r", "a": "1", "n": "x"}, {"row": "s", "a": "2"}, {"p": "own", "a": "3"}]


def test_cells_of_a_lost_column_are_parked_with_their_row() -> None:
    new = replace(TABLE, columns=(TABLE.columns[0], TABLE.columns[2]))

    assert over(TABLE, new, VALUE) == (
        [{"row": "r", "n": "x"}, {"p": "own"}],
        [([{"row": "r", "a": "1"}, {"row": "s", "a": "2"}, {"a": "3"}], False)],
    )


def test_lost_preset_row_is_parked() -> None:
    assert over(TABLE, replace(TABLE, rows=rows("r")), VALUE) == (
        [VALUE[0], VALUE[2]],
        [([VALUE[1]], False)],
    )


def test_added_rows_are_parked_where_none_may_be_added() -> None:
    assert over(TABLE, replace(TABLE, allow_add_rows=False), VALUE) == (
        VALUE[:2],
        [([VALUE[2]], False)],
    )


def test_cell_of_another_type_is_converted_or_parked() -> None:
    new = replace(TABLE, columns=(column("p"), column("a", "integer"), TABLE.columns[2]))
    value = [{"p": "x", "a": "1"}, {"p": "y", "a": "one"}]

    assert over(TABLE, new, value) == (
        [{"p": "x", "a": 1}, {"p": "y"}],
        [([{"a": "one"}], False)],
    )


def test_cell_with_a_lost_option_is_parked() -> None:
    gone = column("n", "single_choice", options=options("y"))
    new = replace(TABLE, columns=(*TABLE.columns[:2], gone))

    assert over(TABLE, new, [VALUE[0]]) == (
        [{"row": "r", "a": "1"}],
        [([{"row": "r", "n": "x"}], False)],
    )


def test_ratings_of_lost_rows_and_columns_are_parked() -> None:
    old = question("q", "matrix", columns=ratings("low", "high"), rows=rows("r", "s", "t"))
    new = replace(old, columns=ratings("low"), rows=rows("s", "t"))

    assert over(old, new, {"r": "low", "s": "high", "t": "low"}) == (
        {"t": "low"},
        [({"r": "low", "s": "high"}, False)],
    )


# What the template declares -----------------------------------------------------------------------


def test_declared_move_takes_the_answer_to_another_question() -> None:
    old, new = definition(question("old")), definition(question("new"))

    result = carry_over({"old": "x"}, old, new, {"old": Decision("map", to="new")})

    assert (result.kept, result.moved, result.parked) == ({"new": "x"}, ("new",), ())


def test_declared_move_never_displaces_an_answer() -> None:
    old, new = definition(question("a"), question("b")), definition(question("b"))

    result = carry_over({"a": "x", "b": "y"}, old, new, {"a": Decision("map", to="b")})

    assert result.kept == {"b": "y"}
    assert [(parked.question, parked.value) for parked in result.parked] == [("a", "x")]


@given(st.data())
def test_question_that_may_not_take_an_answer_never_keeps_one(data: st.DataObject) -> None:
    old, new = data.draw(definitions()), data.draw(definitions())
    key = data.draw(st.sampled_from(sorted(old.questions) or [""]))
    to = data.draw(st.sampled_from(sorted(new.questions) or [""]))
    assume(key and to)
    answers = data.draw(answers_to(old))

    result = carry_over(answers, old, new, {key: Decision("map", to=to)})

    if not may_take(old.questions[key], new.questions[to], old, new):
        assert result.sources.get(to) != key


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("text", "longtext", True),
        ("text", "integer", True),
        ("integer", "number", True),
        ("single_choice", "multiple_choice", True),
        ("yes_no", "text", True),
        ("text", "file", False),
        ("yes_no", "integer", False),
        ("integer", "single_choice", False),
        ("table", "longtext", False),
    ],
)
def test_types_tell_whether_a_question_may_take_answers(old: str, new: str, expected: bool) -> None:
    one, other = question("q", old, **AB), question("r", new, **AB)

    assert may_take(one, other, definition(one), definition(other)) is expected


def test_declared_options_replace_lost_ones() -> None:
    old = definition(question("q", "multiple_choice", options=options("a", "b")))
    new = definition(question("q", "multiple_choice", options=options("a", "c")))

    result = carry_over({"q": ["a", "b"]}, old, new, {"q": Decision("map", options={"b": "c"})})

    assert (result.kept, result.parked) == ({"q": ["a", "c"]}, ())
    assert (result.mapped, result.converted) == (("q",), ())


def mapped(old: Question, new: Question, value: Any, **by: str) -> tuple[Any, list[Any]]:
    """Return what is kept of an answer whose options are replaced, and what falls together."""
    decision = Decision("map", options=by)
    result = carry_over({"q": value}, definition(old), definition(new), {"q": decision})
    assert all(p.reason is Reason.MERGED and not p.whole for p in result.parked)
    return result.kept.get("q"), [parked.value for parked in result.parked]


@pytest.mark.parametrize(
    ("value", "kept", "together"),
    [
        (["a", "c"], ["a"], ["c"]),
        (["c", "a"], ["a"], ["c"]),
        (["b", "c"], ["a"], ["c"]),
        (["c"], ["a"], None),
    ],
)
def test_choice_that_falls_together_with_another_is_parked(
    value: Any, kept: Any, together: Any
) -> None:
    old = question("q", "multiple_choice", options=options("a", "b", "c"))
    new = replace(old, options=options("a"))

    found = mapped(old, new, value, b="a", c="a")

    assert found == (kept, [together] if together else [])


def test_choice_in_a_cell_that_falls_together_is_parked_with_its_row() -> None:
    several = column("n", "multiple_choice", options=options("a", "b"))
    old = question("q", "table", columns=(column("p"), several), rows=rows("r"), preset_column="p")
    less = replace(several, options=options("a"))
    new = replace(old, columns=(old.columns[0], less))

    found = mapped(old, new, [{"row": "r", "n": ["a", "b"]}], b="a")

    assert found == ([{"row": "r", "n": ["a"]}], [[{"row": "r", "n": ["b"]}]])


@given(st.data())
def test_every_choice_is_kept_mapped_or_parked(data: st.DataObject) -> None:
    offered = options(*"abcd")
    old = question("q", "multiple_choice", options=offered)
    new = replace(old, options=tuple(one for one in offered if data.draw(st.booleans())))
    chosen = data.draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1))
    by = data.draw(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd")))

    result = carry_over({"q": chosen}, definition(old), definition(new),
                        {"q": Decision("map", options=by)})  # fmt: skip

    parked = [choice for one in result.parked for choice in one.value]
    assert len(result.kept.get("q", [])) + len(parked) == len(chosen)


def test_declared_parking_parks_what_would_fit() -> None:
    made = definition(question("q"))

    result = carry_over({"q": "x"}, made, made, {"q": Decision("park")})

    assert result.kept == {}
    assert [parked.value for parked in result.parked] == ["x"]


def test_declared_parking_of_the_unfit_parks_no_more_than_that() -> None:
    old = definition(question("a"), question("b"))
    new = definition(question("a", max_length=2), question("b", max_length=2))
    decision = Decision("park_unfit")

    result = carry_over({"a": "long", "b": "ok"}, old, new, {"a": decision, "b": decision})

    assert result.kept == {"b": "ok"}
    assert [(parked.value, parked.reason.value) for parked in result.parked] == [
        ("long", "not_allowed")
    ]


def test_parking_says_that_the_question_is_gone_where_it_is() -> None:
    old, new = definition(question("a"), question("b")), definition(question("b"))

    (parked,) = carry_over({"a": "x"}, old, new, {"a": Decision("park")}).parked

    assert str(parked.reason.message) == "The question is no longer asked."
