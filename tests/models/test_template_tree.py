"""Writing a definition into the page tree of a template."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from concept_pages.actions.import_template import import_template
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition
from concept_pages.models import QuestionGroupPage, TemplatePage
from concept_pages.models.template_draft import definition_of_draft, draft_groups
from concept_pages.models.template_tree import write_definition
from tests.authoring import TRIAL, draft_template, group, page_of, question, template_data
from tests.definition.build import shipped
from tests.definition.strategies import definitions

pytestmark = pytest.mark.django_db


def rewritten(*chapters: dict[str, Any]) -> TemplatePage:
    """Return the trial template after its draft was made these chapters."""
    draft_template()
    return import_template(decode(template_data(*chapters))).template


def order(template: TemplatePage) -> list[tuple[int, str]]:
    """Return depth and key of every group in the order of the document."""
    return [(len(found.path) // 4 - 4, found.key) for found in draft_groups(template)]


def test_shipped_template_survives_the_tree() -> None:
    definition = decode(shipped("lrz_template"))

    assert definition_of_draft(draft_template(definition)) == definition


def test_groups_are_moved_to_their_new_places() -> None:
    template = rewritten(
        group("tests", question("test_host"), sections=[group("names", question("host"))]),
        group("basics", question("has_test_system", "yes_no")),
    )

    assert order(template) == [(1, "tests"), (2, "names"), (1, "basics")]


def test_group_can_become_the_parent_of_its_former_parent() -> None:
    template = rewritten(
        group("names", question("host"), sections=[group("basics", question("owner"))])
    )

    assert order(template) == [(1, "names"), (2, "basics")]


def test_group_that_stays_keeps_its_page() -> None:
    draft_template()
    before = page_of("names").pk

    import_template(decode(template_data(group("names", question("host")))))

    assert page_of("names").pk == before


def test_question_that_stays_keeps_its_block() -> None:
    draft_template()
    before = page_of("names").questions.raw_data[0]["id"]

    changed = group("names", question("fresh"), question("host", required=True))
    import_template(decode(template_data(changed)))

    blocks = {block["value"]["key"]: block["id"] for block in page_of("names").questions.raw_data}
    assert blocks["host"] == before


def test_section_survives_when_its_chapter_is_removed() -> None:
    template = rewritten(group("names", question("host")))

    assert order(template) == [(1, "names")]
    assert not QuestionGroupPage.objects.filter(key="basics").exists()


def test_writing_the_same_again_saves_no_revision_of_a_group() -> None:
    draft_template()
    before = set(QuestionGroupPage.objects.values_list("latest_revision", flat=True))

    import_template(TRIAL)

    assert set(QuestionGroupPage.objects.values_list("latest_revision", flat=True)) == before


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(definitions(), definitions())
def test_any_draft_can_become_any_other(first: Definition, second: Definition) -> None:
    template = import_template(first).template
    draft = template.get_latest_revision_as_object()

    write_definition(draft, second, None)

    stored = TemplatePage.objects.get(pk=template.pk).get_latest_revision_as_object()
    found = definition_of_draft(stored)
    assert found.groups == second.groups
    template.delete()
