"""What a release still waits for, and how far a concept has come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.codec import decode
from concept_pages.definition.completeness import (
    AnswerProblem,
    Progress,
    kind_by_question,
    overall,
    problems,
    problems_in,
    progress,
)
from concept_pages.definition.elements import Definition
from concept_pages.definition.problems import Message
from concept_pages.definition.situation import Situation

from .build import (
    CONCEPTS,
    column,
    definition,
    group,
    question,
    ratings,
    rows,
    shipped,
    when,
)
from .strategies import definitions, wild_answers

TEMPLATE = "lrz_template"


def told(found: list[AnswerProblem]) -> list[tuple[str, str]]:
    return [(problem.question, problem.kind) for problem in found]


def test_example_concepts_have_the_counts_of_the_checker() -> None:
    template = decode(shipped(TEMPLATE))
    services = {service["key"] for service in shipped("services")["services"]}
    counts = {}
    for name in CONCEPTS:
        situation = Situation(template, shipped(f"concepts/{name}")["answers"])
        found = problems_in(situation, services=services)
        assert {problem.kind for problem in found} == {"missing"}
        counts[name] = (overall(situation), len(found))

    assert counts == {
        "building_alarm_mailing": (Progress(40, 117, 43), 43),
        "security_accounting": (Progress(8, 97, 54), 54),
        "video_conferencing": (Progress(54, 121, 33), 33),
    }


@given(st.data())
def test_progress_and_problems_agree(data: st.DataObject) -> None:
    made = data.draw(definitions())
    situation = Situation(made, data.draw(wild_answers(made)))

    kinds = list(kind_by_question(problems_in(situation)).values())

    found = overall(situation)
    assert (found.required_open, found.implausible) == (
        kinds.count("missing"),
        kinds.count("implausible"),
    )


@given(st.data())
def test_groups_add_up(data: st.DataObject) -> None:
    made = data.draw(definitions())
    situation = Situation(made, data.draw(wild_answers(made)))

    found = progress(situation)

    assert list(found) == list(made.groups_by_key)
    total = overall(situation)
    assert total.total == len(situation.visible_questions)
    assert total.answered == len(situation.given.keys() - kind_by_question(problems_in(situation)))
    for key, one in made.groups_by_key.items():
        below = sum((found[child.key] for child in one.groups), Progress())
        own = sum(asked.key in situation.visible_questions for asked in one.questions)
        assert found[key].total == below.total + own


MADE: Definition = definition(
    group("a", question("has", "yes_no", required=True), group("b", question("free"))),
    group(
        "c",
        question("which", "integer", required=True, max=9),
        visible_if=when("has", "equals", True),
    ),
)


def test_required_question_is_missing_once_it_is_visible() -> None:
    assert told(problems(MADE, {})) == [("has", "missing")]
    assert told(problems(MADE, {"has": False})) == []
    assert told(problems(MADE, {"has": True})) == [("which", "missing")]


def test_hidden_answer_is_not_checked() -> None:
    assert problems(MADE, {"has": False, "which": "rubbish"}) == []


def test_what_is_not_applicable_is_neither_missing_nor_counted() -> None:
    off = {"has": "No such thing."}

    assert problems(MADE, {}, off) == []
    assert overall(Situation(MADE, {}, off)) == Progress(0, 1, 0)


def test_implausible_answer_is_a_problem_and_not_counted_as_answered() -> None:
    answers = {"has": True, "which": 10}

    assert told(problems(MADE, answers)) == [("which", "implausible")]
    assert overall(Situation(MADE, answers)) == Progress(
        answered=1, total=3, required_open=0, implausible=1
    )


def test_answer_both_incomplete_and_implausible_counts_once() -> None:
    found = [
        AnswerProblem("t", Message("late"), "implausible"),
        AnswerProblem("t", Message("empty"), "missing"),
    ]

    assert kind_by_question(found) == kind_by_question(found[::-1]) == {"t": "implausible"}


def test_unknown_service_is_a_problem_where_services_are_known() -> None:
    made = definition(question("s", "reference_service"))

    assert problems(made, {"s": "gone"}) == []
    assert told(problems(made, {"s": "gone"}, services=["dns"])) == [("s", "implausible")]


def test_problem_names_the_cell() -> None:
    made = definition(
        question(
            "t", "table", columns=(column("a", required=True), column("b")), allow_add_rows=True
        )
    )

    (problem,) = problems(made, {"t": [{"a": "x"}, {"b": "y"}]})

    assert (problem.question, problem.row, problem.column) == ("t", 1, "a")


def test_matrix_half_rated_is_open_and_not_answered() -> None:
    made = definition(
        question("m", "matrix", columns=ratings("x"), rows=rows("r", "s"), required=True)
    )

    assert overall(Situation(made, {"m": {"r": "x"}})) == Progress(0, 1, 1)


def test_progress_is_rolled_up_to_parents() -> None:
    assert progress(Situation(MADE, {"has": True, "free": "x"})) == {
        "a": Progress(2, 2, 0),
        "b": Progress(1, 1, 0),
        "c": Progress(0, 1, 1),
    }


def test_hidden_group_has_no_progress() -> None:
    assert progress(Situation(MADE, {}))["c"] == Progress(0, 0, 0)


def test_percent_is_whole_and_never_fails() -> None:
    assert Progress(1, 3).percent == 33
    assert Progress(0, 0).percent == 100
