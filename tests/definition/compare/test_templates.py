"""Differences between templates, each of them compatible or breaking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.compare import Change, ChangeKind, compare, is_breaking
from concept_pages.definition.compare.changes import WHAT
from concept_pages.definition.compare.templates import TOLD_ELSEWHERE
from concept_pages.definition.elements import (
    Confidentiality,
    Definition,
    Group,
    Question,
    Text,
)
from concept_pages.definition.limits import ALL_LIMITS

from ..build import (
    column,
    definition,
    group,
    options,
    question,
    ratings,
    rows,
    when,
)
from ..strategies import definitions


def changes(old: Question, new: Question) -> list[tuple[str, bool, str]]:
    """Return what changed in one question as (kind, breaking, part)."""
    found = compare(definition(old), definition(new))
    return [(change.kind.value, change.breaking, change.part) for change in found]


def sentences(old: Definition, new: Definition) -> list[str]:
    return [str(change.message) for change in compare(old, new)]


@given(definitions())
def test_template_does_not_differ_from_itself(made: Definition) -> None:
    assert compare(made, made) == []


@given(definitions(), definitions())
def test_every_difference_is_told(old: Definition, new: Definition) -> None:
    found = compare(old, new)

    assert bool(found) == (old != new)
    for change in found:
        assert str(change.message)
        assert change.message.say(lambda text: text, "de")


@given(st.data())
def test_every_change_of_a_question_is_told(data: st.DataObject) -> None:
    old = data.draw(definitions().filter(lambda made: bool(made.questions)))
    key = data.draw(st.sampled_from([*old.questions]))
    other = data.draw(definitions().filter(lambda made: bool(made.questions)))
    model = data.draw(st.sampled_from([*other.questions.values()]))
    name = data.draw(st.sampled_from([*Question.__dataclass_fields__]))
    changed = replace(old.questions[key], **({} if name == "key" else {name: getattr(model, name)}))
    new = replace(old, groups=tuple(with_question(group, changed) for group in old.groups))

    found = compare(old, new)

    assert bool(found) == (changed != old.questions[key])
    assert {change.key for change in found} <= {key}


def with_question(group: Group, changed: Question) -> Group:
    return replace(
        group,
        questions=tuple(changed if q.key == changed.key else q for q in group.questions),
        groups=tuple(with_question(child, changed) for child in group.groups),
    )


def test_whatever_may_change_has_words() -> None:
    heads = {name for name in Definition.__dataclass_fields__ if name not in TOLD_ELSEWHERE}
    told_otherwise = {"options", "rows", "columns"}

    assert set(WHAT) == heads | set(ALL_LIMITS) - told_otherwise


# Questions ----------------------------------------------------------------------------------------


def test_new_question_is_compatible_and_a_lost_one_breaking() -> None:
    one, two = definition(question("a")), definition(question("a"), question("b"))

    assert compare(one, two)[0].breaking is False
    assert sentences(one, two) == ["New question: b"]
    assert is_breaking(compare(two, one))
    assert sentences(two, one) == ["The question “b” was removed."]


def test_question_in_another_group_is_moved() -> None:
    old = definition(group("g", question("a")), group("h"))
    new = definition(group("g"), group("h", question("a")))

    assert sentences(old, new) == ["The question “a” was moved to “h”."]
    assert not is_breaking(compare(old, new))


def test_another_type_is_breaking_and_says_enough() -> None:
    old, new = question("q", "text", max_length=5), question("q", "integer", min=3)

    assert changes(old, new) == [("type", True, "")]


@pytest.mark.parametrize(
    ("kind", "old", "new", "breaking"),
    [
        ("integer", {}, {"min": 1}, True),
        ("integer", {"min": 1}, {"min": 2}, True),
        ("integer", {"min": 2}, {"min": 1}, False),
        ("integer", {"min": 2}, {}, False),
        ("integer", {"max": 9}, {"max": 8}, True),
        ("integer", {"max": 8}, {"max": 9}, False),
        ("duration", {"max": "20:00"}, {"max": "100:00"}, False),
        ("duration", {"max": "100:00"}, {"max": "20:00"}, True),
        ("text", {"max_length": 50}, {"max_length": 20}, True),
        ("text", {"min_length": 5}, {"min_length": 2}, False),
        ("text", {}, {"pattern": "port_list"}, True),
        ("text", {"pattern": "port_list"}, {}, False),
        ("ip_list", {}, {"ip_version": 4}, True),
        ("ip_list", {"ip_version": 4}, {"ip_version": 6}, True),
        ("ip_list", {"ip_version": 4}, {}, False),
        ("file", {"accept": ("pdf",)}, {"accept": ("pdf", "png")}, False),
        ("file", {"accept": ("pdf", "png")}, {"accept": ("pdf",)}, True),
        ("file", {}, {"accept": ("pdf",)}, True),
        ("file", {"accept": ("pdf",)}, {}, False),
        ("file", {"max_size_mb": 5}, {"max_size_mb": 2}, True),
        ("reference_service", {"multiple": True}, {}, True),
        ("reference_service", {}, {"multiple": True}, False),
        ("table", {"allow_add_rows": True}, {}, True),
        ("table", {}, {"min_rows": 1}, True),
        ("table", {"max_rows": 5}, {"max_rows": 9}, False),
        ("integer", {"unit": Text("h", "h")}, {"unit": Text("min", "min")}, False),
    ],
)
def test_limit_is_breaking_where_it_allows_less(
    kind: str, old: dict[str, Any], new: dict[str, Any], breaking: bool
) -> None:
    found = changes(question("q", kind, **old), question("q", kind, **new))

    assert found == [("limit", breaking, "")]


def test_lost_option_is_breaking_and_a_new_one_compatible() -> None:
    old = question("q", "single_choice", options=options("a", "b"))
    new = question("q", "single_choice", options=options("b", "c"))

    assert changes(old, new) == [("options", True, "a"), ("options", False, "c")]


def test_lost_option_of_a_shared_set_is_told_at_each_question() -> None:
    asked = (question("p", "single_choice", option_set="s"), question("q"))
    old = definition(*asked, option_sets=(("s", options("a", "b")),))
    new = definition(*asked, option_sets=(("s", options("a")),))

    assert [(c.key, c.part, c.breaking) for c in compare(old, new)] == [
        ("", "option_sets", False),
        ("p", "b", True),
    ]


def test_option_with_another_text_is_compatible() -> None:
    old = question("q", "single_choice", options=options("a"))
    new = replace(old, options=(replace(old.options[0], label=Text("Neu", "New")),))

    assert changes(old, new) == [("options", False, "a")]


def test_open_category_that_is_gone_is_breaking() -> None:
    old = question("q", "single_choice", options=options("a"), other=True)

    assert changes(old, replace(old, other=False)) == [("limit", True, "")]


def test_columns_and_rows_are_compared() -> None:
    old = question(
        "t", "table", columns=(column("p"), column("a"), column("b", "integer")),
        rows=rows("r", "s"), preset_column="p",
    )  # fmt: skip
    new = replace(
        old,
        columns=(column("p"), column("b", "integer", max=5), column("c")),
        rows=rows("s", "u"),
    )

    assert changes(old, new) == [
        ("rows", True, "r"),
        ("rows", False, "u"),
        ("columns", True, "a"),
        ("columns", False, "c"),
        ("limit", True, "b"),
    ]


def test_rating_with_another_text_is_told_once() -> None:
    old = question("m", "matrix", columns=ratings("x"), rows=rows("r"))
    new = replace(old, columns=(column("x", label=Text("Neu", "New")),))

    assert changes(old, new) == [("columns", False, "x")]


def test_required_is_compatible() -> None:
    assert changes(question("q"), question("q", required=True)) == [("required", False, "")]


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"label": Text("Neu", "New")}, ChangeKind.TEXT),
        ({"help": Text("Neu", "New")}, ChangeKind.TEXT),
        ({"visible_if": when("p", "answered")}, ChangeKind.CONDITION),
        ({"confidentiality": Confidentiality.PUBLIC}, ChangeKind.CONFIDENTIALITY),
        ({"controls": (("iso27001", ("A.5.1",)),)}, ChangeKind.OTHER),
    ],
)
def test_what_touches_no_answer_is_compatible(attributes: dict[str, Any], kind: ChangeKind) -> None:
    old, new = question("q"), question("q", **attributes)

    assert changes(old, new) == [(kind.value, False, "")]


# Groups and the template itself -------------------------------------------------------------------


def test_groups_come_go_move_and_change() -> None:
    old = definition(group("a"), group("b", group("c")), group("d"))
    new = definition(group("a", group("c")), group("b", help=Text("Neu", "New")), group("e"))

    assert sentences(old, new) == [
        "The group “c” was moved.",
        "The texts of the group “b” changed.",
        "New group: e",
        "The group “d” was removed.",
    ]


def test_new_order_is_told_where_it_is() -> None:
    old = definition(group("g", question("a"), question("b")))
    new = definition(group("g", question("b"), question("x"), question("a")))

    assert sentences(old, new) == ["The order within “g” changed.", "New question: x"]


def test_head_of_the_template_is_compared() -> None:
    old = definition()

    assert sentences(old, replace(old, version="1.1", label=Text("Neu", "New"))) == [
        "The template itself: the version changed.",
        "The template itself: the name changed.",
    ]


# Whom it concerns ---------------------------------------------------------------------------------


def lost(old: Question, new: Question) -> Change:
    (change,) = [c for c in compare(definition(old), definition(new)) if c.breaking]
    return change


def test_lost_option_touches_whom_it_was_the_answer_of() -> None:
    old = question("q", "multiple_choice", options=options("a", "b"))
    change = lost(old, replace(old, options=options("a")))

    assert change.touches({"q": ["a", "b"]})
    assert not change.touches({"q": ["a"]})
    assert not change.touches({"p": ["b"]})


def test_lost_column_touches_whose_cells_are_filled() -> None:
    old = question("t", "table", columns=(column("a"), column("b")))
    change = lost(old, replace(old, columns=(column("a"),)))

    assert change.touches({"t": [{"a": "x"}, {"b": "y"}]})
    assert not change.touches({"t": [{"a": "x", "b": ""}]})


def test_lost_option_of_a_column_touches_the_cells_with_it() -> None:
    old = question("t", "table", columns=(column("a", "single_choice", options=options("x", "y")),))
    change = lost(old, replace(old, columns=(column("a", "single_choice", options=options("x")),)))

    assert change.touches({"t": [{"a": "y"}]})
    assert not change.touches({"t": [{"a": "x"}]})


def test_other_type_touches_everybody_who_answered() -> None:
    change = lost(question("q"), question("q", "integer"))

    assert change.touches({"q": "x"})
    assert not change.touches({"q": " "})
    assert not change.touches({})
