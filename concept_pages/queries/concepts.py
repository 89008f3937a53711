"""Concepts and what they can be made from, as asked by lists, forms and commands."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from workflows.models import Release
from workflows.states import State

from ..access.branches import below
from ..access.grants import Scope, grants_of
from ..models import ConceptPage, Service, TemplatePage

CONCEPT_WORK_RIGHTS = ("concept.edit", "concept.release", "concept.review", "concept.create")
"""Whoever holds one of these for a service group works with its concepts, drafts included."""


def releases_in_force() -> QuerySet[Release]:
    """Return the template releases that new concepts can be made from, without their content."""
    offered = TemplatePage.objects.filter(in_force=True, lifecycle__released__isnull=False)
    in_service = offered.exclude(lifecycle__state=State.RETIRED)
    return (
        Release.objects.filter(pk__in=in_service.values("lifecycle__released"))
        .defer("content")
        .order_by("title", "pk")
    )


def concepts_at_work(user: Any) -> QuerySet[ConceptPage]:
    """Return the concepts that a person works with, with all that a list shows about them."""
    scope = grants_of(user).where_any(CONCEPT_WORK_RIGHTS)
    return (
        _inside(ConceptPage.objects.all(), scope)
        .select_related("lifecycle__released", "latest_revision__user")
        .only(*_LISTED)
        .prefetch_related(Prefetch("services", _listed_services()))
    )


_LISTED = (
    "title",
    "title_en",
    "path",
    "template_release",
    "lifecycle__state",
    "lifecycle__next_review_on",
    "lifecycle__released__number",
    "latest_revision__created_at",
    "latest_revision__user__username",
    "latest_revision__user__first_name",
    "latest_revision__user__last_name",
)
"""What a list shows of a concept; answers and content stay where they are."""


def _listed_services() -> QuerySet[Service]:
    """Return services with the names and keys of themselves and of their groups."""
    group = ("group__title", "group__title_en", "group__key")
    return Service.objects.select_related("group").only(
        "key", "name_de", "name_en", "concept", *group
    )


def services_to_cover(user: Any) -> QuerySet[Service]:
    """Return the services that a person may start a concept for, those with a concept included."""
    scope = grants_of(user).where("concept.create")
    services = Service.objects.filter(retired=False).select_related("group", "concept")
    found = services if scope.everywhere else services.filter(group__in=scope.groups)
    return found.order_by("group__title", "name_de")


def _inside(concepts: QuerySet[ConceptPage], scope: Scope) -> QuerySet[ConceptPage]:
    return concepts if scope.everywhere else concepts.filter(below(scope.paths))
