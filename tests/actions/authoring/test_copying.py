"""Copies of questions and groups have keys of their own, and refer to each other."""

from __future__ import annotations

import pytest

from concept_pages.actions.authoring.copying import copy_group, copy_question
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import AllOf, Comparison, Definition, Text
from concept_pages.models import TemplatePage
from concept_pages.models.template_draft import definition_of_draft
from tests.authoring import (
    HAS_TEST_SYSTEM,
    draft_template,
    english,
    group,
    page_of,
    question,
    template_data,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

ENTANGLED: Definition = decode(
    template_data(
        group("before", question("outer", "yes_no")),
        group(
            "top",
            question("has_test_system", "yes_no"),
            visible_if={"question": "outer", "operator": "answered"},
            sections=[
                group(
                    "below",
                    question(
                        "host",
                        visible_if={
                            "all": [
                                HAS_TEST_SYSTEM,
                                {"question": "outer", "operator": "equals", "value": True},
                            ]
                        },
                    ),
                    number="1.1",
                )
            ],
        ),
    )
)
"""A chapter whose section asks for a question in the chapter, and for one outside of it."""


def test_copy_of_a_question_stands_right_behind_it() -> None:
    template = draft_template()

    made = copy_question(template, "host", by=None)

    questions = definition_of_draft(template).questions
    assert made == "host_2"
    assert list(questions) == ["has_test_system", "host", "host_2", "owner", "test_host"]
    assert questions["host_2"].label == questions["host"].label


def test_copy_of_a_question_is_a_block_of_its_own() -> None:
    template = draft_template()

    copy_question(template, "host", by=None)

    blocks = [block["id"] for block in page_of("names").questions.raw_data]
    assert len(set(blocks)) == 3


def test_copy_never_takes_a_key_that_was_released() -> None:
    template = draft_template()
    TemplatePage.objects.update(reserved_keys={"host": "text", "host_2": "text"})
    template.refresh_from_db()

    assert copy_question(template, "host", by=None) == "host_3"


def test_conditions_inside_a_copied_group_ask_for_the_copies() -> None:
    template = draft_template(ENTANGLED)

    copy_group(template, page_of("top").pk, title=Text("Kopie", "Copy"), by=None)

    condition = definition_of_draft(template).questions["host_2"].visible_if
    assert isinstance(condition, AllOf)
    asked = [part.question for part in condition.parts if isinstance(part, Comparison)]
    assert asked == ["has_test_system_2", "outer"]


def test_copied_group_stands_behind_its_original_with_all_below() -> None:
    template = draft_template(ENTANGLED)

    copy_group(template, page_of("top").pk, title=Text("Kopie", "Copy"), by=None)

    definition = definition_of_draft(template)
    assert [found.key for found in definition.walk_groups()] == [
        "before",
        "top",
        "below",
        "top_2",
        "below_2",
    ]
    assert definition.groups_by_key["top_2"].label == Text("Kopie", "Copy")
    assert definition.groups_by_key["top_2"].visible_if is not None


def test_copied_groups_have_no_number() -> None:
    template = draft_template(ENTANGLED)

    copy_group(template, page_of("top").pk, title=Text("Kopie", ""), by=None)

    numbers = {g.key: g.number for g in definition_of_draft(template).walk_groups()}
    assert (numbers["below"], numbers["below_2"]) == ("1.1", "")


def test_original_stays_what_it_was() -> None:
    template = draft_template(ENTANGLED)

    copy_group(template, page_of("top").pk, title=Text("Kopie", "Copy"), by=None)

    assert definition_of_draft(template).groups[:2] == ENTANGLED.groups
