"""What a role comes to, each part with where it comes from, and who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import Panel

from ...access.grants import Grants, grants_of
from ...access.rights import ADMINISTRATIVE_RIGHTS, RIGHTS, Right
from ...access.roles import sources_of_rights
from ...access.sentences import conditions_of
from ...actions.assignments import holder_name, place_name
from ...definition.elements import Confidentiality
from ...models import Role, RoleAssignment
from ...models.template_page import CONFIDENTIALITY_CHOICES
from ...queries.roles import heirs_of, holders_of_role, people_touched
from ..row_views import InspectView


@dataclass(frozen=True)
class EffectiveRight:
    """A right, and the role that gives it; None where it is not given."""

    right: Right
    source: Role | None

    @property
    def conditions(self) -> list[str]:
        """What the right takes besides the role."""
        return conditions_of(self.right)


def effective_rights(role: Role) -> list[EffectiveRight]:
    """Return every right there is, with the role it comes from."""
    sources = sources_of_rights(role)
    return [EffectiveRight(right, sources.get(code)) for code, right in RIGHTS.items()]


@dataclass(frozen=True)
class HolderLine:
    """One assignment as the page of a role lists it; `role` is the heir through which it counts."""

    holder: str
    role: Role
    place: str
    assignment: RoleAssignment


def facts_of(role: Role, seer: Grants) -> dict[str, Any]:
    """Return what a role comes to, who holds it, and whom a change touches, for a template."""
    line = list(line_of(role))
    highest = max(line, key=lambda one: Confidentiality(one.clearance).rank)
    changes_roles = seer.may("role.create", None)
    return {
        "role": role,
        "rights": effective_rights(role),
        "clearance": dict(CONFIDENTIALITY_CHOICES)[highest.clearance],
        "clearance_source": highest,
        "own_clearance": role.get_clearance_display(),
        "administrative_source": next((one for one in line if is_administrative(one)), None),
        "factor_source": next((one for one in line if one.second_factor), None),
        "heirs": list(role.heirs.all()),
        "holders": holder_lines(role, seer),
        "touched": people_touched(role, seer.roles).count() if changes_roles else None,
    }


def is_administrative(role: Role) -> bool:
    """Return whether a role itself, apart from what it inherits, is administrative."""
    return role.administrative or bool(ADMINISTRATIVE_RIGHTS.intersection(role.rights))


def line_of(role: Role) -> list[Role]:
    """Return a role and those it inherits from, the nearest first; circles end."""
    line: list[Role] = []
    one: Role | None = role
    while one is not None and one not in line:
        line.append(one)
        one = one.inherits
    return line


def holder_lines(role: Role, seer: Grants, *, heirs: bool = True) -> list[HolderLine]:
    """Return who holds a role, and who holds one that inherits from it."""
    roles = [role.pk, *(heirs_of(role, seer.roles) if heirs else [])]
    return [
        HolderLine(
            holder=holder_name(assignment.user or assignment.group),
            role=assignment.role,
            place=place_name(assignment.service_group),
            assignment=assignment,
        )
        for assignment in holders_of_role(roles, seer)
    ]


class EffectiveRightsPanel(Panel):
    """What a saved role comes to, in its form."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one role."""

        template_name = "concept_pages/admin/role_facts.html"

        def is_shown(self) -> bool:
            """Return whether there is something to show: a role that has been saved."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what is stored: the form may have changed the role at hand already."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            stored = Role.objects.get(pk=self.instance.pk)
            return context | facts_of(stored, grants_of(self.request.user))


class RoleInspectView(InspectView):
    """Shows a role: what it comes to and who holds it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the role with its facts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | facts_of(self.instance, grants_of(self.request.user))
