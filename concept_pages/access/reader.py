"""A person as a reader: which released concepts she may read, and which of their answers."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet
from wagtail.models import Page

from workflows.states import State

from ..definition.elements import Confidentiality
from ..models import ConceptPage
from .branches import below
from .grants import Scope, User, grants_of


class Reader:
    """Answers for one person; asks the database once for all rights."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.grants = grants_of(user)

    @cached_property
    def scope(self) -> Scope:
        """Where this person may read."""
        return self.grants.where("concept.read")

    def clearance(self, service_group_id: int | None) -> Confidentiality:
        """Return up to which level answers of a service group are shown to this person."""
        return self.grants.clearance(service_group_id)

    def may_read(self, page: Page) -> bool:
        """Return whether this person may read the releases of a concept."""
        return self.scope.includes_page(page)

    def may_export(self, page: Page) -> bool:
        """Return whether this person may save the releases of a concept as a file."""
        return self.grants.may_on("concept.export", page)

    def readable_concepts(self) -> QuerySet[ConceptPage]:
        """Return the concepts in force that this person may read: released and not retired."""
        concepts = ConceptPage.objects.filter(lifecycle__released__isnull=False).exclude(
            lifecycle__state=State.RETIRED
        )
        return concepts if self.scope.everywhere else concepts.filter(below(self.scope.paths))
