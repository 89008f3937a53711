"""The working version of a template, read from its page tree."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import decode, encode
from concept_pages.definition.problems import DefinitionError
from concept_pages.models import QuestionGroupPage
from concept_pages.models.template_draft import definition_of_draft, draft_data, draft_groups
from tests.authoring import TRIAL, draft_template, group, page_of, template_data

pytestmark = pytest.mark.django_db


def test_draft_says_what_was_written() -> None:
    template = draft_template()

    assert definition_of_draft(template) == TRIAL
    assert draft_data(template)["chapters"] == encode(TRIAL)["chapters"]


def test_draft_groups_come_in_the_order_of_the_document() -> None:
    template = draft_template()

    assert [found.key for found in draft_groups(template)] == ["basics", "names", "tests"]


def test_draft_is_read_in_one_query(django_assert_num_queries: Any) -> None:
    template = draft_template()

    with django_assert_num_queries(1):
        draft_groups(template)


def test_draft_follows_the_newest_revision_of_a_group() -> None:
    template = draft_template()
    page = page_of("tests")
    page.title = "Prüfungen"
    page.save_revision()

    label = definition_of_draft(template).groups_by_key["tests"].label

    assert label.de == "Prüfungen"


def test_draft_reads_a_group_that_has_no_revision() -> None:
    template = draft_template()
    template.refresh_from_db()
    template.add_child(instance=QuestionGroupPage(title="Neu", title_en="New", key="fresh"))

    assert "fresh" in definition_of_draft(template).groups_by_key


def test_draft_data_can_hold_what_a_form_is_about_to_save() -> None:
    template = draft_template()
    tests = page_of("tests")

    data = draft_data(template, instead={tests.pk: group("tests_renamed")})

    assert [chapter["key"] for chapter in data["chapters"]] == ["basics", "tests_renamed"]


def test_unfinished_draft_is_refused_as_a_definition() -> None:
    template = draft_template()
    page = page_of("tests")
    page.questions[0].value["key"] = ""
    page.save_revision()

    with pytest.raises(DefinitionError):
        definition_of_draft(template)


def test_deep_groups_stay_nested() -> None:
    deep = group("a", sections=[group("b", sections=[group("c", sections=[group("d")])])])
    definition = decode(template_data(deep))

    assert definition_of_draft(draft_template(definition)) == definition
