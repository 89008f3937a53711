"""Importing a definition as the draft of a template."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.actions.import_template import (
    Breaking,
    TemplateRefused,
    import_template,
    release_template,
)
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition
from concept_pages.models import TemplatePage
from concept_pages.models.template_draft import definition_of_draft
from tests.authoring import TRIAL, draft_template, english, group, question, template_data
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import retire, submit
from workflows.errors import FourEyes, NotPossible, RightMissing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

CHANGED = decode(template_data(group("basics", question("owner")), version="1.4"))


@pytest.fixture
def author() -> Any:
    return holder("admin")


@pytest.fixture
def isb() -> Any:
    return holder("isb")


def draft_of(template: TemplatePage) -> Any:
    """Return what the draft says now."""
    found = TemplatePage.objects.get(pk=template.pk)
    return definition_of_draft(found.get_latest_revision_as_object())


def test_import_makes_a_template_where_there_is_none() -> None:
    imported = import_template(TRIAL)

    assert imported.is_new
    assert not imported.template.live
    assert draft_of(imported.template) == TRIAL


def test_import_replaces_the_draft_of_the_template_with_its_key() -> None:
    template = draft_template()

    imported = import_template(CHANGED)

    assert not imported.is_new
    assert imported.template.pk == template.pk
    assert draft_of(template).groups == CHANGED.groups


def test_import_starts_the_next_version_of_a_released_template(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    import_template(CHANGED, by=author)

    template = TemplatePage.objects.get(pk=template.pk)
    assert template.lifecycle.state == "draft"
    assert template.lifecycle.released.number == "1.0"
    assert draft_of(template).groups == CHANGED.groups


def test_next_release_of_an_import_is_large_enough_for_its_changes(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)
    import_template(CHANGED, by=author)

    number = release_template(template, submitted_by=author, released_by=isb)

    assert number == "2.0"


def test_import_of_what_is_in_force_starts_no_version(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    imported = import_template(TRIAL)

    assert imported.is_unchanged
    assert TemplatePage.objects.get(pk=template.pk).lifecycle.state == "approved"


def test_import_into_a_released_template_needs_a_person(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    with pytest.raises(TemplateRefused) as refusal:
        import_template(CHANGED)

    assert "--as USER" in str(refusal.value)
    assert draft_of(template).groups == TRIAL.groups


def test_import_asks_for_the_right_to_start_a_version(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    with pytest.raises(RightMissing):
        import_template(CHANGED, by=holder("reader"))


def test_import_leaves_a_template_under_review_alone(author: Any) -> None:
    template = draft_template(by=author)
    submit(template, by=author)

    with pytest.raises(TemplateRefused, match="under review"):
        import_template(CHANGED, by=author)

    assert draft_of(template).groups == TRIAL.groups


def test_import_leaves_a_retired_template_alone(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)
    retire(template, by=isb, comment="Not needed any more.")

    with pytest.raises(TemplateRefused, match="retired"):
        import_template(CHANGED, by=author)


def test_import_refuses_a_reserved_key_for_something_else(author: Any) -> None:
    template = draft_template(by=author)
    TemplatePage.objects.filter(pk=template.pk).update(reserved_keys={"budget": "number"})
    reused = decode(template_data(group("basics", question("budget", "text"))))

    with pytest.raises(TemplateRefused) as refusal:
        import_template(reused, by=author)

    assert [problem.where for problem in refusal.value.problems] == ["budget"]
    assert draft_of(template).groups == TRIAL.groups


def test_import_accepts_the_return_of_a_removed_question(author: Any) -> None:
    template = draft_template(by=author)
    TemplatePage.objects.filter(pk=template.pk).update(reserved_keys={"budget": "number"})

    import_template(decode(template_data(group("basics", question("budget", "number")))))

    assert "budget" in draft_of(template).questions


def retyped(**declared: Any) -> Definition:
    """Return the template with another type of one question, and what it declares about that."""
    return decode(template_data(group("names", question("host", "hostname_list")), **declared))


def test_import_may_change_the_type_of_a_question_that_is_there(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    import_template(retyped(upgrade={"host": {"convert": True}}), by=author)

    assert draft_of(template).types["host"] == "hostname_list"
    assert draft_of(template).decisions["host"].action == "convert"


def test_import_refuses_what_breaks_answers_undeclared(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    with pytest.raises(TemplateRefused) as refusal:
        import_template(retyped(), by=author)

    assert [problem.where for problem in refusal.value.problems] == ["upgrade", "host"]
    assert "changed its type" in str(refusal.value)
    assert TemplatePage.objects.get(pk=template.pk).lifecycle.state == "approved"


def test_import_declares_undeclared_breaks_as_parked_when_asked_to(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)

    import_template(retyped(), by=author, breaking=Breaking.PARK)

    assert {key: one.action for key, one in draft_of(template).upgrade} == {"host": "park"}
    assert TemplatePage.objects.get(pk=template.pk).submission_problems() == []


def test_removed_question_breaks_an_import_once_somebody_has_answered_it() -> None:
    first = released_template(decode(template_data(group("a", question("b"), question("c")))))
    concept_draft(template=first, answers={"b": "x"})

    with pytest.raises(TemplateRefused) as refusal:
        import_template(decode(template_data(group("a", question("d")))), by=holder("admin"))

    assert [problem.where for problem in refusal.value.problems] == ["upgrade", "b"]


def test_group_cannot_take_the_key_of_a_released_question(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=isb)
    swapped = decode(template_data(group("host", question("other"))))

    with pytest.raises(TemplateRefused):
        import_template(swapped, by=author)


def test_release_template_needs_two_people(author: Any) -> None:
    both = holder("admin")
    both.is_superuser = True
    both.save()

    with pytest.raises(FourEyes):
        release_template(draft_template(by=both), submitted_by=both, released_by=both)


def test_release_template_asks_for_the_right_to_release(author: Any) -> None:
    with pytest.raises(NotPossible):
        release_template(
            draft_template(by=author), submitted_by=author, released_by=holder("reader")
        )
