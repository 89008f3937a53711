"""Concepts in the states that people bring them to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concept_pages.actions.concepts import create_concept
from concept_pages.models import ConceptPage, Service
from tests.factories.catalogue import ServiceFactory
from tests.factories.people import UserFactory, assign
from tests.factories.templates import COMPLETE, released_template
from workflows.actions import approve, submit
from workflows.models import Release


def concept_draft(
    *services: Service,
    answers: Mapping[str, Any] = COMPLETE,
    template: Release | None = None,
) -> ConceptPage:
    """Return a draft that covers these services (or a new one), with answers."""
    covered = services or (ServiceFactory(),)
    author = UserFactory()
    assign(author, "owner", covered[0].group)
    page = create_concept(
        services=covered, template_release=template or released_template(), by=author
    )
    page.store(dict(answers))
    page.save_revision(user=author)
    return ConceptPage.objects.get(pk=page.pk)


def submitted_concept(*services: Service, **kwargs: Any) -> ConceptPage:
    """Return a concept that waits for the owner of its service."""
    page = concept_draft(*services, **kwargs)
    operator = UserFactory()
    assign(operator, "operator", page.get_parent().specific)
    submit(page, by=operator)
    return ConceptPage.objects.get(pk=page.pk)


def released_concept(*services: Service, **kwargs: Any) -> ConceptPage:
    """Return a concept that its owner and the ISB have released."""
    page = submitted_concept(*services, **kwargs)
    owner, isb = UserFactory(), UserFactory()
    assign(owner, "owner", page.get_parent().specific)
    assign(isb, "isb")
    approve(page, by=owner)
    approve(ConceptPage.objects.get(pk=page.pk), by=isb)
    return ConceptPage.objects.get(pk=page.pk)
