"""Conditions said as sentences."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.elements import AnswerType, Option, Text
from concept_pages.definition.sentences import Asked, Speaker

ASKED = {
    asked.key: asked
    for asked in (
        Asked(
            "has_test",
            AnswerType.YES_NO,
            Text("Gibt es ein Testsystem?", "Is there a test system?"),
        ),
        Asked(
            "kind",
            AnswerType.SINGLE_CHOICE,
            Text("Art", "Kind"),
            (
                Option("physical", Text("physisch", "physical")),
                Option("virtual", Text("virtuell", "virtual")),
                Option("both", Text("beides", "both")),
            ),
        ),
        Asked("days", AnswerType.INTEGER, Text("Tage", "Days")),
        Asked("since", AnswerType.DATE, Text("Seit", "Since")),
    )
}


def say(condition: Any, language: str = "en") -> str:
    return Speaker(ASKED, language, lambda text: text).say(condition)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (None, "Always shown."),
        (
            {"question": "has_test", "operator": "equals", "value": True},
            "Shown if “Is there a test system?” is yes.",
        ),
        (
            {"question": "kind", "operator": "in", "value": ["physical", "virtual", "both"]},
            "Shown if “Kind” is “physical” or “virtual” or “both”.",
        ),
        (
            {"question": "kind", "operator": "not_in", "value": ["physical", "virtual"]},
            "Shown if “Kind” is neither “physical” nor “virtual”.",
        ),
        ({"question": "kind", "operator": "answered"}, "Shown if “Kind” is answered."),
        (
            {"question": "days", "operator": "gte", "value": 1.5},
            "Shown if “Days” is at least 1.5.",
        ),
        (
            {"question": "since", "operator": "lt", "value": "2026-11-21"},
            "Shown if “Since” is before 21 Nov 2026.",
        ),
    ],
)
def test_say_comparison(condition: Any, sentence: str) -> None:
    assert say(condition) == sentence


def test_say_puts_a_nested_group_in_brackets() -> None:
    condition = {
        "all": [
            {"question": "has_test", "operator": "equals", "value": False},
            {
                "any": [
                    {"question": "kind", "operator": "equals", "value": "both"},
                    {"question": "days", "operator": "lt", "value": 3},
                ]
            },
        ]
    }

    assert say(condition) == (
        "Shown if “Is there a test system?” is no and (“Kind” is “both” or “Days” is less than 3)."
    )


def test_say_speaks_the_language_of_the_labels() -> None:
    condition = {"question": "kind", "operator": "equals", "value": "physical"}

    assert "“Art”" in say(condition, "de")
    assert "“physisch”" in say(condition, "de")


@pytest.mark.parametrize(
    "condition",
    [
        {"question": "gone", "operator": "equals", "value": "x"},
        {"question": "kind"},
        {"question": "", "operator": "equals"},
        {"question": "kind", "operator": "in", "value": []},
        {"all": [{}]},
    ],
)
def test_say_survives_what_is_dangling_or_unfinished(condition: Any) -> None:
    assert say(condition).startswith("Shown if ")
