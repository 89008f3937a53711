"""Says on the home page how many accounts are locked, and how many roles will end soon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from ...access.delegation import visible_assignments
from ...access.grants import grants_of
from ...models import RoleAssignment
from ...queries.people import RIGHTS_OVER_PEOPLE, in_state, visible_people
from ..roles.filters import ending_soon
from .person import gives_roles


class PeoplePanel(Component):
    """Counts what whoever looks after people or gives roles has to see to; two lists, if hers."""

    name = "people"
    template_name = "concept_pages/admin/people_home.html"
    order = 30

    def __init__(self, user: Any, *, looks_after: bool, gives: bool) -> None:
        self.user = user
        self.looks_after = looks_after
        self.gives = gives

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the counts of the lists that the person may open; None for any other."""
        return {
            "locked": self._locked() if self.looks_after else None,
            "ending": self._ending() if self.gives else None,
        }

    def _locked(self) -> int:
        return visible_people(self.user).filter(in_state("locked")).count()

    def _ending(self) -> int:
        mine = RoleAssignment.objects.filter(visible_assignments(grants_of(self.user)))
        return mine.filter(ending_soon()).count()


def people_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the panel to those who look after people or give roles."""
    looks_after = bool(grants_of(request.user).where_any(RIGHTS_OVER_PEOPLE))
    gives = gives_roles(request.user)
    if looks_after or gives:
        panels.append(PeoplePanel(request.user, looks_after=looks_after, gives=gives))
