"""Concepts out of service: gone from tree and search, kept for those who review."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from workflows.models import Release
from workflows.states import State

from ..access.branches import below
from ..access.reader import Reader
from ..models import ConceptPage

ARCHIVE_RIGHT = "concept.review"


def may_see_archive(reader: Reader) -> bool:
    """Return whether somebody may look into the archive at all."""
    return bool(reader.grants.where(ARCHIVE_RIGHT)) and bool(reader.scope)


def archived_concepts(reader: Reader) -> QuerySet[ConceptPage]:
    """Return the retired concepts that were released once and that somebody may review and read."""
    released = Release.objects.filter(page=OuterRef("pk"))
    concepts = ConceptPage.objects.filter(Exists(released), lifecycle__state=State.RETIRED)
    for scope in (reader.grants.where(ARCHIVE_RIGHT), reader.scope):
        if not scope.everywhere:
            concepts = concepts.filter(below(scope.paths))
    return concepts.select_related("lifecycle").defer("body", "tailoring").order_by("title", "pk")
