"""When conditions hold: the vectors that the browser is held to as well."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.conditions import comparisons, holds, operators_for, same
from concept_pages.definition.elements import (
    AllOf,
    AnswerType,
    AnyOf,
    Comparison,
    Operator,
)
from concept_pages.definition.emptiness import is_empty
from concept_pages.definition.situation import Situation

from .build import when
from .strategies import rubbish
from .vectors import COMPARISONS, DOCUMENTS, definition_of


def compare(kind: AnswerType, have: Any, operator: str, want: Any) -> bool:
    """Return whether a comparison with one answer holds."""
    given = {} if is_empty(kind, have) else {"q": have}
    value = tuple(want) if isinstance(want, list) else want
    return holds(Comparison("q", Operator(operator), value), given, {"q": kind})


@pytest.mark.parametrize(("kind", "have", "operator", "want", "expected"), COMPARISONS)
def test_comparison_vector(kind: str, have: Any, operator: str, want: Any, expected: bool) -> None:
    assert compare(AnswerType(kind), have, operator, want) is expected


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["name"])
def test_document_vector(document: dict[str, Any]) -> None:
    definition = definition_of(document)

    situation = Situation(definition, document["answers"], document.get("not_applicable"))

    assert situation.visible_groups | situation.visible_questions == set(document["visible"])


def test_vectors_cover_every_operator() -> None:
    assert {operator for _, _, operator, _, _ in COMPARISONS} == {o.value for o in Operator}


def test_vectors_cover_every_ordered_type_and_every_bag() -> None:
    covered = {kind for kind, *_ in COMPARISONS}

    assert covered >= {"integer", "number", "date", "month", "time", "duration"}
    assert covered >= {"multiple_choice", "matrix", "reference_service", "table", "yes_no"}


@given(st.sampled_from([*AnswerType]), rubbish, st.sampled_from([*Operator]), rubbish)
def test_comparing_rubbish_never_fails(
    kind: AnswerType, have: object, operator: Operator, want: object
) -> None:
    assert compare(kind, have, operator, want) in (True, False)


@given(st.sampled_from([*AnswerType]), rubbish, rubbish)
def test_opposite_operators_disagree(kind: AnswerType, have: object, want: object) -> None:
    assert compare(kind, have, "equals", want) != compare(kind, have, "not_equals", want)
    assert compare(kind, have, "contains", want) != compare(kind, have, "not_contains", want)
    assert compare(kind, have, "answered", None) != compare(kind, have, "not_answered", None)


@pytest.mark.parametrize(
    ("have", "want"), [(True, 1), (1, True), (0, False), ("1", 1), (None, ""), (float("nan"),) * 2]
)
def test_values_of_different_kinds_are_not_the_same(have: object, want: object) -> None:
    assert not same(have, want)


def test_all_and_any_join_what_holds() -> None:
    types = dict.fromkeys("ab", AnswerType.TEXT)
    yes, no = when("a", "answered"), when("b", "answered")

    assert holds(AllOf((yes, yes)), {"a": "x"}, types)
    assert not holds(AllOf((yes, no)), {"a": "x"}, types)
    assert holds(AnyOf((no, yes)), {"a": "x"}, types)
    assert not holds(AnyOf((no, no)), {"a": "x"}, types)


def test_comparisons_are_the_leaves() -> None:
    a, b, c = (when(key, "answered") for key in "abc")

    assert list(comparisons(AllOf((a, AnyOf((b, c)))))) == [a, b, c]
    assert list(comparisons(None)) == []


@pytest.mark.parametrize("kind", AnswerType)
def test_every_type_can_be_asked_whether_it_is_answered(kind: AnswerType) -> None:
    assert operators_for(kind) >= {Operator.ANSWERED, Operator.NOT_ANSWERED}


def test_operators_fit_the_type() -> None:
    assert Operator.GT in operators_for(AnswerType.DURATION)
    assert Operator.GT not in operators_for(AnswerType.TEXT)
    assert Operator.EQUALS not in operators_for(AnswerType.MULTIPLE_CHOICE)
    assert Operator.CONTAINS in operators_for(AnswerType.REFERENCE_SERVICE, multiple=True)
    assert Operator.EQUALS in operators_for(AnswerType.REFERENCE_SERVICE)
