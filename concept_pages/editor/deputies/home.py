"""Says on the home page for whom somebody acts, where and until when, and who acts for her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from workflows.people import name_of

from ...access.deputies import current_deputyships
from ...access.grants import grants_of
from ...access.sentences import Names, names, roles_said
from ...models import Deputyship


@dataclass(frozen=True)
class Acting:
    """For whom somebody acts, until when, and with which roles where."""

    person: str
    until: date
    roles: str


class DeputiesPanel(Component):
    """Names both sides of every deputyship that holds today."""

    name = "deputies"
    template_name = "concept_pages/admin/deputies_home.html"
    order = 20

    def __init__(self, user: Any, rows: Iterable[Deputyship]) -> None:
        self.user = user
        self.rows = list(rows)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return for whom the person acts, and who acts for her."""
        mine = [row for row in self.rows if row.deputy_id == self.user.pk]
        called = names() if mine else Names({}, {})
        return {
            "for_others": [
                Acting(name_of(row.person), row.ends_on, self._roles(row.person_id, called))
                for row in mine
            ],
            "for_me": [
                Acting(name_of(row.deputy), row.ends_on, "")
                for row in self.rows
                if row.person_id == self.user.pk
            ],
        }

    def _roles(self, person: int, called: Names) -> str:
        """Return which roles she holds as deputy of a person, each with its place."""
        held = (one for one in grants_of(self.user).holdings if one.acting_for == person)
        return roles_said(held, called)


def deputies_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the panel to those whom a deputyship concerns today; one query."""
    mine = Q(person=request.user.pk) | Q(deputy=request.user.pk)
    rows = current_deputyships().filter(mine).select_related("person", "deputy")
    if found := list(rows.order_by("ends_on", "pk")):
        panels.append(DeputiesPanel(request.user, found))
