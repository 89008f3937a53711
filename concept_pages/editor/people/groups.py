"""Groups of people in the admin: Wagtail's screens without the page permissions, which do nothing.

Roles are the one source of rights on pages; a group holds roles like a person does.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.users.forms import GroupPagePermissionFormSet
from wagtail.users.views.groups import (
    CreateView,
    EditView,
    GroupViewSet,
    get_permission_panel_classes,
)


class _WithoutPagePermissions:
    """A view of a group that leaves out the one panel that has no effect."""

    @cached_property
    def permission_panel_forms(self) -> list[Any]:
        """The forms of the other panels, such as those for collections."""
        return [
            panel(**self.get_permission_panel_form_kwargs(panel))  # type: ignore[attr-defined]
            for panel in get_permission_panel_classes()
            if panel is not GroupPagePermissionFormSet
        ]


class GroupCreateView(_WithoutPagePermissions, CreateView):
    """Creates a group."""


class GroupEditView(_WithoutPagePermissions, EditView):
    """Changes a group."""


class PeopleGroupViewSet(GroupViewSet):
    """The screens for groups."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
