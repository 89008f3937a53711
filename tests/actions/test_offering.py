"""Templates put out of force and back in: no concept is harmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from wagtail.models import PageLogEntry

from concept_pages.actions.concepts import TemplateNotInForce, create_concept
from concept_pages.actions.offering import put_in_force, put_out_of_force
from concept_pages.models import ConceptPage, TemplatePage
from concept_pages.queries.concepts import releases_in_force
from tests.authoring import draft_template, english
from tests.definition.build import definition, question
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import approve, start_version, submit
from workflows.errors import CommentMissing, RightMissing, WrongState
from workflows.integrity import breaches
from workflows.models import TransitionLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def isb() -> Any:
    return holder("isb")


@pytest.fixture
def template() -> TemplatePage:
    return page_of(released_template().page_id)


def page_of(pk: int) -> TemplatePage:
    return TemplatePage.objects.get(pk=pk)


def test_template_out_of_force_is_not_offered(template: TemplatePage, isb: Any) -> None:
    release = template.lifecycle.released

    put_out_of_force(template, by=isb, comment="Replaced.")

    service = ServiceFactory()
    assert not releases_in_force().exists()
    with pytest.raises(TemplateNotInForce, match="not offered"):
        create_concept(
            services=[service], template_release=release, by=holder("owner", service.group)
        )


def test_template_back_in_force_is_offered_again(template: TemplatePage, isb: Any) -> None:
    put_out_of_force(template, by=isb, comment="Replaced.")

    put_in_force(page_of(template.pk), by=isb, comment="Needed after all.")

    assert list(releases_in_force()) == [template.lifecycle.released]


def test_concepts_of_a_template_out_of_force_are_edited_and_released_as_before(
    template: TemplatePage, isb: Any
) -> None:
    concept = concept_draft(template=template.lifecycle.released)
    group = concept.get_parent().specific
    put_out_of_force(template, by=isb, comment="Replaced.")
    operator, owner = holder("operator", group), holder("owner", group)

    concept.get_latest_revision_as_object().save_revision(user=operator)
    submit(ConceptPage.objects.get(pk=concept.pk), by=operator)
    approve(ConceptPage.objects.get(pk=concept.pk), by=owner)
    approve(ConceptPage.objects.get(pk=concept.pk), by=isb)

    assert ConceptPage.objects.get(pk=concept.pk).lifecycle.released.number == "1"


def test_released_concept_of_a_template_out_of_force_gets_a_new_version(
    template: TemplatePage, isb: Any
) -> None:
    concept = released_concept(template=template.lifecycle.released)
    put_out_of_force(template, by=isb, comment="Replaced.")

    start_version(concept, by=holder("operator", concept.get_parent().specific))

    draft = ConceptPage.objects.get(pk=concept.pk)
    assert (draft.live, draft.lifecycle.state) == (True, "draft")


def test_draft_of_a_template_out_of_force_goes_on(template: TemplatePage, isb: Any) -> None:
    author = holder("admin")
    start_version(template, by=author)

    put_out_of_force(template, by=isb, comment="Replaced.")

    draft = page_of(template.pk).get_latest_revision_as_object()
    draft.save_revision(user=author)
    assert (draft.in_force, page_of(template.pk).in_force) == (False, False)


def test_both_are_on_record_with_their_reasons(template: TemplatePage, isb: Any) -> None:
    put_out_of_force(template, by=isb, comment="Replaced.")
    put_in_force(page_of(template.pk), by=isb, comment="Needed after all.")

    found = TransitionLog.objects.filter(page=template).order_by("-pk")[:2]
    assert [(line.move, line.by, line.comment, line.source, line.target) for line in found] == [
        ("put_in_force", isb, "Needed after all.", "approved", "approved"),
        ("put_out_of_force", isb, "Replaced.", "approved", "approved"),
    ]
    told = PageLogEntry.objects.get(page=template.pk, action="workflows.put_out_of_force")
    assert told.message == "Put out of force: version 1.0"
    assert list(breaches()) == []


def test_switching_needs_the_right_to_release_templates(template: TemplatePage) -> None:
    with pytest.raises(RightMissing):
        put_out_of_force(template, by=holder("subadmin"), comment="Replaced.")

    assert page_of(template.pk).in_force


def test_switching_needs_a_reason(template: TemplatePage, isb: Any) -> None:
    with pytest.raises(CommentMissing):
        put_out_of_force(template, by=isb, comment=" ")


def test_template_cannot_be_put_where_it_is(template: TemplatePage, isb: Any) -> None:
    with pytest.raises(WrongState, match="in force already"):
        put_in_force(template, by=isb, comment="Yes.")


def test_unreleased_template_is_neither(isb: Any) -> None:
    with pytest.raises(WrongState, match="No version"):
        put_out_of_force(draft_template(), by=isb, comment="Replaced.")


def test_newest_release_alone_is_offered(template: TemplatePage) -> None:
    first = template.lifecycle.released
    second = released_template(replace(definition(question("a")), key=template.key))

    assert list(releases_in_force()) == [second]
    service = ServiceFactory()
    with pytest.raises(TemplateNotInForce):
        create_concept(
            services=[service], template_release=first, by=holder("owner", service.group)
        )
