"""The same question as stored by the authoring blocks and as exchanged in files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from concept_pages.blocks.question_data import (
    option_set_block,
    option_set_data,
    question_block,
    question_data,
)
from concept_pages.definition.codec import encode
from concept_pages.definition.elements import Definition
from concept_pages.models import QuestionGroupPage
from tests.definition.build import shipped
from tests.definition.strategies import definitions


def questions_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every question below a template or group."""
    found = list(data.get("questions", []))
    for part in ("chapters", "sections"):
        for below in data.get(part, []):
            found += questions_of(below)
    return found


def through_the_form(block: dict[str, Any]) -> dict[str, Any]:
    """Return a stored block after Wagtail has read, cleaned and stored it."""
    stream = QuestionGroupPage._meta.get_field("questions").stream_block
    return stream.get_prep_value(stream.clean(stream.to_python([block])))[0]


@pytest.mark.parametrize(
    "question", questions_of(shipped("lrz_template")), ids=lambda question: question["key"]
)
def test_shipped_question_survives_the_form(question: dict[str, Any]) -> None:
    assert question_data(through_the_form(question_block(question))) == question


@given(definitions())
def test_any_question_survives_being_stored(definition: Definition) -> None:
    for question in questions_of(encode(definition)):
        assert question_data(question_block(question)) == question


def test_question_block_keeps_the_id_it_is_given() -> None:
    block = question_block({"key": "host", "type": "text"}, "the-same")

    assert block["id"] == "the-same"


def test_question_data_forgets_own_options_when_a_set_is_shared() -> None:
    block = question_block(
        {"key": "kind", "type": "single_choice", "options": [{"key": "a", "de": "A", "en": "A"}]}
    )
    block["value"]["option_set"] = "machine_type"

    data = question_data(block)

    assert data["option_set"] == "machine_type"
    assert "options" not in data


def test_question_data_writes_a_whole_number_as_one() -> None:
    block = question_block({"key": "share", "type": "number", "min": 0, "max": 100})
    stored = through_the_form(block)

    data = question_data(stored)

    assert stored["value"]["max"] == 100.0
    assert repr((data["min"], data["max"])) == "(0, 100)"


def test_option_sets_survive_being_stored() -> None:
    sets = shipped("lrz_template")["option_sets"]

    stored = [option_set_block(name, options) for name, options in sets.items()]

    assert option_set_data(stored) == sets
