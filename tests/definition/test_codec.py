"""Templates as data: what is read, what is refused, and that nothing gets lost on the way."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.codec import (
    condition_from_data,
    condition_to_data,
    decode,
    encode,
)
from concept_pages.definition.elements import (
    AllOf,
    Comparison,
    Confidentiality,
    Definition,
    Operator,
)
from concept_pages.definition.problems import DefinitionError

from .build import DATA, asked, chapter, shipped, template
from .strategies import definitions, rubbish


def refused(data: Any) -> list[str]:
    """Return the problems of data that are refused, each with its place."""
    with pytest.raises(DefinitionError) as caught:
        decode(data)
    return [str(problem) for problem in caught.value.problems]


# The shipped template -----------------------------------------------------------------------------


def test_shipped_template_is_accepted_with_its_counts() -> None:
    definition = decode(shipped("lrz_template"))

    groups = list(definition.walk_groups())
    questions = definition.questions.values()
    assert len(definition.groups) == 4
    assert len(groups) - 4 == 23
    assert len(questions) == 148
    assert sum(question.required for question in questions) == 91
    assert sum(question.visible_if is not None for question in questions) == 46
    assert sum(group.visible_if is not None for group in groups) == 4
    assert sum(question.other for question in questions) == 29
    columns = [c for q in questions for c in q.columns if q.type.value == "table"]
    assert len(columns) == 72


def test_shipped_template_survives_a_round_trip() -> None:
    data = shipped("lrz_template")

    assert encode(decode(data)) == data


def test_shipped_template_keeps_the_order_of_its_head() -> None:
    data = shipped("lrz_template")

    assert list(encode(decode(data))) == list(data)


def test_reading_leaves_the_data_alone() -> None:
    data = copy.deepcopy(shipped("lrz_template"))

    decode(data)

    assert data == shipped("lrz_template")


def test_examples_of_the_reference_page_are_templates() -> None:
    page = (DATA.parents[2] / "docs" / "reference" / "template-format.md").read_text("utf-8")
    examples = [yaml.safe_load(e) for e in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    small, deep = examples[:2]

    assert list(decode(small).questions) == ["has_backup", "backup_interval"]
    assert list(decode({**small, **deep}).groups_by_key) == ["operation", "machines", "storage"]


# Round trips --------------------------------------------------------------------------------------


@given(definitions())
def test_encoded_definition_decodes_to_the_same(definition: Definition) -> None:
    assert decode(encode(definition)) == definition


@given(definitions())
def test_encoded_definition_encodes_to_the_same(definition: Definition) -> None:
    data = encode(definition)

    assert encode(decode(data)) == data


def test_deeper_groups_are_sections_of_sections() -> None:
    deepest = chapter("c", asked("q"))
    data = template(
        {**chapter("a", asked("p")), "sections": [{**chapter("b"), "sections": [deepest]}]}
    )

    definition = decode(data)

    assert [group.key for group in definition.walk_groups()] == ["a", "b", "c"]
    assert list(definition.questions) == ["p", "q"]
    assert [group.key for group in definition.ancestors["q"]] == ["a", "b", "c"]


def test_condition_survives_a_round_trip() -> None:
    data = {"all": [{"question": "a", "operator": "in", "value": ["x", "y"]}, {"any": [
        {"question": "b", "operator": "answered"}]}]}  # fmt: skip

    condition = condition_from_data(data)

    assert isinstance(condition, AllOf)
    assert condition.parts[0] == Comparison("a", Operator.IN, ("x", "y"))
    assert condition_to_data(condition) == data


def test_explicit_confidentiality_is_told_from_the_default() -> None:
    definition = decode(template(chapter("c", asked("p"), asked("q", confidentiality="internal"))))

    assert definition.questions["p"].confidentiality is None
    assert definition.questions["q"].confidentiality is Confidentiality.INTERNAL


def test_one_language_is_enough_to_be_read() -> None:
    definition = decode(template(chapter("c", asked("q", help={"de": "Hilfe"}))))

    assert definition.questions["q"].help.say("en") == "Hilfe"


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"type": "essay"}, "c / q / type: “essay” is no type of answer."),
        ({"type": None}, "c / q / type: “nothing” is no type of answer."),
        ({"key": "Q 1"}, "c / Q 1: “Q 1” is no key"),
        ({"key": None}, "c / 0: The key is missing."),
        ({"key": True}, "c / 0: “true” is no key"),
        ({"key": "k" * 81}, "is no key"),
        ({"label": None}, "c / q / label: A text in German and English is needed."),
        ({"label": {"de": " "}}, "c / q / label: A text in German and English is needed."),
        ({"label": "Name"}, "c / q / label: Expected named entries here, found Name."),
        ({"label": {"de": "a", "fr": "b"}}, "c / q / label: Unknown entry “fr”."),
        ({"label": {"de": 5}}, "c / q / label / de: Expected a text here, found 5."),
        ({"requird": True}, "c / q: Unknown entry “requird”."),
        ({"required": "yes"}, "c / q / required: Expected true or false here, found yes."),
        ({"confidentiality": "secret"}, "c / q / confidentiality: The confidentiality “secret”"),
        ({"max_length": -1}, "c / q / max_length: Expected a whole number from 0 on, found -1."),
        ({"max_length": True}, "c / q / max_length: Expected a whole number"),
        ({"min": [1]}, "c / q / min: Expected a number or a text such as “08:00” here"),
        ({"controls": ["A.5.1"]}, "c / q / controls: Expected named entries here"),
        ({"controls": {"iso27001": "A.5.1"}}, "c / q / controls / iso27001: Expected a list"),
        ({"visible_if": {}}, "c / q / visible_if: The condition is empty."),
        ({"visible_if": {"all": []}}, "c / q / visible_if / all: The condition is empty."),
        ({"visible_if": {"all": [], "any": []}}, "c / q / visible_if: Unknown entry “any”."),
        ({"visible_if": "p"}, "c / q / visible_if: Expected named entries here, found p."),
        (
            {"visible_if": {"question": "p", "operator": "like"}},
            "c / q / visible_if / operator: “like” is no way to compare.",
        ),
        (
            {"visible_if": {"operator": "answered"}},
            "c / q / visible_if / question: The condition names no question.",
        ),
        (
            {"visible_if": {"question": "p", "operator": "equals", "value": {"a": 1}}},
            "c / q / visible_if / value: A condition compares with texts, numbers, true or false",
        ),
    ],
)
def test_bad_question_is_refused_with_its_place(more: dict[str, Any], problem: str) -> None:
    data = template(chapter("c", {**asked("q"), **more}))

    assert any(found.startswith(problem) or problem in found for found in refused(data))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"format": "template/2"}, "format: This is no template in the format template/1."),
        ({"version": 1.0}, "version: Expected a text here, found 1.0. Put it in quotation marks."),
        ({"version": ""}, "version: The version is missing."),
        ({"languages": ["de", "fr"]}, "languages: The language “fr” is not known."),
        ({"languages": []}, "languages: Name each language once."),
        ({"language_default": "fr"}, "language_default: The language “fr” is not known."),
        ({"types": ["text", "essay"]}, "types: “essay” is not known here."),
        ({"operators": ["equals", "equals"]}, "operators: Something is listed twice."),
        ({"chapters": {"a": 1}}, "chapters: Expected a list here, found named entries."),
        ({"chapters": [5]}, "chapters / 0: Expected named entries here, found 5."),
        ({"surprise": 1}, "template: Unknown entry “surprise”."),
        ({"option_sets": {"a": [{"key": "x"}]}}, "option_sets / a / x: A text in German"),
        ({1: 2}, "template: The name of an entry must be a text, not 1."),
    ],
)
def test_bad_head_is_refused_with_its_place(more: dict[Any, Any], problem: str) -> None:
    assert any(found.startswith(problem) for found in refused({**template(), **more}))


def test_every_problem_is_collected() -> None:
    data = template(
        chapter("c", asked("a", "essay"), asked("b", max_length="x"), {"key": "d", "type": "text"}),
        version=None,
    )

    found = refused(data)

    assert found == [
        "version: The version is missing.",
        "c / a / type: “essay” is no type of answer.",
        "c / b / max_length: Expected a whole number from 0 on, found x.",
        "c / d / label: A text in German and English is needed.",
    ]


def test_problem_names_the_innermost_element() -> None:
    with pytest.raises(DefinitionError) as caught:
        decode(template(chapter("c", asked("t", "table", columns=[{"key": "x", "type": "text"}]))))

    (problem,) = caught.value.problems
    assert problem.key == "t"
    assert problem.where == "c / t / columns / x"


@pytest.mark.parametrize("data", [None, 5, "template", [], [[]], {}, {"format": None}])
def test_other_things_than_templates_are_refused(data: object) -> None:
    assert refused(data)


def test_nesting_without_end_is_refused() -> None:
    section: dict[str, Any] = chapter("s")
    section["sections"] = [section]

    assert any("Groups nest deeper" in found for found in refused(template(section)))


def test_condition_without_end_is_refused() -> None:
    condition: dict[str, Any] = {}
    condition["all"] = [condition]

    assert any("Conditions nest deeper" in found for found in refused(
        template(chapter("c", asked("q", visible_if=condition)))
    ))  # fmt: skip
    with pytest.raises(DefinitionError):
        condition_from_data(condition)


def test_aliases_of_aliases_do_not_blow_up() -> None:
    section = chapter("s", asked("q"))
    for level in range(40):
        section = {**chapter(f"s{level}"), "sections": [section, section]}

    assert any("too much" in found for found in refused(template(section)))


# Rubbish ------------------------------------------------------------------------------------------


@given(rubbish)
def test_rubbish_is_refused_and_nothing_else(data: object) -> None:
    assert refused(data)


@given(rubbish)
def test_rubbish_is_no_condition_or_a_sound_one(data: object) -> None:
    condition, problems = read(condition_from_data, data)

    if condition is None:
        assert problems
    else:
        assert condition_from_data(condition_to_data(condition)) == condition


Read = TypeVar("Read")


def read(reader: Callable[[object], Read], data: object) -> tuple[Read | None, list[str]]:
    """Return what was read and no problems, or None and the problems."""
    try:
        return reader(data), []
    except DefinitionError as error:
        return None, [str(problem) for problem in error.problems]


def paths(data: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every spot in data."""
    below = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return [above, *(path for key, child in below for path in paths(child, (*above, key)))]


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return data with one spot replaced."""
    if not path:
        return value
    changed = data.copy()
    changed[path[0]] = put(data[path[0]], path[1:], value)
    return changed


SPOTS = paths(shipped("lrz_template"))


@given(st.sampled_from(SPOTS), rubbish)
def test_template_with_rubbish_in_one_spot_is_read_or_refused(
    path: tuple[Any, ...], value: object
) -> None:
    data = put(shipped("lrz_template"), path, value)

    definition, problems = read(decode, data)

    if definition is None:
        assert problems
    else:
        assert decode(encode(definition)) == definition


# Answers of the release before --------------------------------------------------------------------


def declared(entry: Any) -> Any:
    """Return a template that declares something about an older question."""
    asked_now = asked("mode", "single_choice", options=[{"key": "b", "de": "B", "en": "B"}])
    return template(chapter("start", asked_now, asked("host")), upgrade={"mode": entry})


@pytest.mark.parametrize(
    "entry",
    [{"park": True}, {"park_unfit": True}, {"convert": True}, {"map": {"a": "b"}}, {"to": "host"}],
    ids=["park", "park_unfit", "convert", "map", "to"],
)
def test_declaration_about_older_answers_makes_the_round_trip(entry: dict[str, Any]) -> None:
    assert encode(decode(declared(entry)))["upgrade"] == {"mode": entry}


@pytest.mark.parametrize(
    "entry",
    [{}, {"park": False}, {"park": True, "to": "host"}, {"to": "nowhere"}, {"map": {"a": "c"}},
     {"park": "yes"}, {"keep": True}, {"map": ["a"]}, {"to": 5}, "park", None, 5],
)  # fmt: skip
def test_declaration_that_makes_no_sense_is_refused(entry: Any) -> None:
    with pytest.raises(DefinitionError) as refusal:
        decode(declared(entry))

    assert all("upgrade" in problem.where for problem in refusal.value.problems)
