"""Declaring what happens to answers: stored with the draft, by its editors, and reviewed."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import PageLogEntry

from concept_pages.actions.declare import DeclarationRefused, declare
from concept_pages.actions.import_template import import_template, release_template
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Decision
from concept_pages.models import TemplatePage
from concept_pages.models.template_draft import definition_of_draft
from concept_pages.models.template_tree import write_definition
from tests.authoring import english
from tests.definition.build import definition, group, question
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import abandon_version, start_version, submit
from workflows.errors import FourEyes, Incomplete, RightMissing, WrongState
from workflows.models import Release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

FIRST = definition(group("net", question("host"), question("gone")))
SECOND = definition(group("net", question("host"), question("fresh")))
PARK = {"gone": Decision("park")}


@pytest.fixture
def author() -> Any:
    return holder("admin")


@pytest.fixture
def template(author: Any) -> TemplatePage:
    """Return a draft without a question that a concept has answered."""
    first = released_template(FIRST)
    concept_draft(template=first, answers={"gone": "x"})
    page = TemplatePage.objects.get(pk=first.page_id)
    start_version(page, by=author)
    write_definition(page.get_latest_revision_as_object(), SECOND, author)
    return fresh(page)


def fresh(template: TemplatePage) -> TemplatePage:
    return TemplatePage.objects.get(pk=template.pk)


def test_declaration_is_part_of_the_draft(template: TemplatePage, author: Any) -> None:
    declare(template, PARK, by=author)

    made = definition_of_draft(fresh(template).get_latest_revision_as_object())
    assert made.decisions == PARK


def test_undeclared_break_keeps_the_draft_from_being_handed_in(
    template: TemplatePage, author: Any
) -> None:
    with pytest.raises(Incomplete) as refusal:
        submit(template, by=author)

    (problem,) = refusal.value.problems
    assert str(problem) == "The question “gone” was removed. Say what happens to the answers."
    assert problem.where == f"/admin/templates/{template.pk}/release-check/#break-gone"
    assert refusal.value.sentence == "1 thing keeps this template from being released."


def test_declared_break_is_released_with_the_draft(template: TemplatePage, author: Any) -> None:
    declare(template, PARK, by=author)

    number = release_template(fresh(template), submitted_by=author, released_by=holder("isb"))

    released: Release = fresh(template).lifecycle.released
    assert (number, decode(released.content).decisions) == ("2.0", PARK)
    assert fresh(template).upgrade_decisions == {}


def test_who_declared_last_does_not_release(template: TemplatePage, author: Any) -> None:
    both = holder("admin", is_superuser=True)
    declare(template, PARK, by=both)

    with pytest.raises(FourEyes):
        release_template(fresh(template), submitted_by=author, released_by=both)


def test_abandoned_draft_takes_its_declarations_along(template: TemplatePage, author: Any) -> None:
    declare(template, PARK, by=author)

    abandon_version(fresh(template), by=author)

    assert fresh(template).upgrade_decisions == {}


def test_declaring_needs_the_right_to_edit(template: TemplatePage) -> None:
    with pytest.raises(RightMissing):
        declare(template, PARK, by=holder("isb"))

    assert fresh(template).upgrade_decisions == {}


def test_nothing_is_declared_outside_of_drafts(author: Any) -> None:
    page = released_template(FIRST).page.specific

    with pytest.raises(WrongState):
        declare(page, PARK, by=author)


def test_declaration_that_makes_no_sense_is_refused(template: TemplatePage, author: Any) -> None:
    with pytest.raises(DeclarationRefused, match="no question"):
        declare(template, {"gone": Decision("map", to="nowhere")}, by=author)


def test_declarations_of_an_unfinished_draft_have_to_wait(author: Any) -> None:
    template = import_template(FIRST, by=author).template
    template.option_sets = [("option_set", {"key": "", "options": []})]
    template.save_revision(user=author)

    with pytest.raises(DeclarationRefused, match="Repair them first"):
        declare(template, PARK, by=author)


def test_declaration_is_logged(template: TemplatePage, author: Any) -> None:
    declare(template, PARK, by=author)

    entry = PageLogEntry.objects.get(page=template.pk, action="concept_pages.declare")
    assert (entry.user, entry.data["declared"]) == (author, {"gone": {"park": True}})


def test_declaring_the_same_again_changes_nothing(template: TemplatePage, author: Any) -> None:
    declare(template, PARK, by=author)
    before = fresh(template).latest_revision_id

    declare(fresh(template), PARK, by=author)

    assert fresh(template).latest_revision_id == before
