"""What a role comes to: its own rights and those it inherits, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import Panel
from wagtail_modeladmin.views import InspectView

from ...access.rights import RIGHTS, Right
from ...access.roles import effective_roles, sources_of_rights
from ...models import Role


@dataclass(frozen=True)
class EffectiveRight:
    """A right, and the role that gives it; None where it is not given."""

    right: Right
    source: Role | None


def effective_rights(role: Role) -> list[EffectiveRight]:
    """Return every right there is, with the role it comes from."""
    sources = sources_of_rights(role)
    return [EffectiveRight(right, sources.get(code)) for code, right in RIGHTS.items()]


class EffectiveRightsPanel(Panel):
    """The effective rights of a saved role, in its form."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one role."""

        template_name = "concept_pages/admin/effective_rights.html"

        def is_shown(self) -> bool:
            """Return whether there is something to show: a role that has been saved."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the rights for the template."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"role": self.instance, "rights": effective_rights(self.instance)}


class RoleInspectView(InspectView):
    """Shows a role with its effective rights."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the role with its effective rights."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "effective_rights": effective_rights(self.instance),
            "demands_second_factor": effective_roles()[self.instance.pk].second_factor,
        }
