"""What was posted for questions of a service that are not what they were."""

from __future__ import annotations

import json

from concept_pages.blocks.own_fields import homeless, shapes_of
from concept_pages.definition.own import own_groups, with_own
from tests.definition.build import asked, chapter, definition, question

COMMON = definition(question("host"))
FIELDS = {"host": "body-start-host", "own__a": "body-own__x-own__a"}


def asking(kind: str = "text") -> object:
    return with_own(COMMON, own_groups([chapter("own__x", asked("own__a", kind))]))


def test_template_without_own_questions_has_no_shapes() -> None:
    assert shapes_of(COMMON) == ""


def test_question_that_is_as_it_was_has_its_place() -> None:
    posted = {"body-start-host": "x", "body-own__x-own__a": "y"}

    assert homeless(posted, FIELDS, asking(), shapes_of(asking())) == []


def test_text_of_a_removed_question_has_none() -> None:
    posted = {"body-own__x-own__gone": "typed", "body-own__x-own__empty": " "}

    assert homeless(posted, FIELDS, asking(), "") == ["typed"]


def test_text_of_a_question_of_another_type_has_none() -> None:
    posted = {"body-own__x-own__a": "typed"}

    assert homeless(posted, FIELDS, asking("date"), shapes_of(asking())) == ["typed"]


def test_spoilt_shapes_are_no_reason_to_lose_a_save() -> None:
    posted = {"body-own__x-own__a": "typed"}

    assert homeless(posted, FIELDS, asking(), "{") == []
    assert homeless(posted, FIELDS, asking(), "7") == []
    assert homeless(posted, FIELDS, asking(), json.dumps({"own__other": "date"})) == []
