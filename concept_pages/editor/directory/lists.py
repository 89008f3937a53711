"""The table of directory groups in the admin: which group gives which role where."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper

from ...access.delegation import (
    may_give,
    sees_assignment,
    visible_assignments,
    where_to_give,
)
from ...access.grants import Grants, grants_of
from ...actions.directory.mapping import delete_mapping
from ...directory.config import is_configured
from ...models import DirectoryGroup
from ..lists import NotesChoices, RightsAdmin, RightsHelper
from ..roles.filters import delegation_scope
from ..row_views import CreateView, DeleteView, EditView
from .forms import DirectoryGroupForm


def may_open(user: Any) -> bool:
    """Return whether a person gives roles somewhere, and there is a directory."""
    return is_configured() and bool(delegation_scope(grants_of(user)))


class DirectoryGroupRights(RightsHelper):
    """Who says which group gives which role: whoever may give that role there."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether a person sees the table."""
        return may_open(user)

    def may_see(self, grants: Grants, obj: DirectoryGroup) -> bool:
        """Return whether the person administers who holds this role in this place."""
        return sees_assignment(grants, grants.roles[obj.role_id], obj.service_group_id)

    def may_add(self, grants: Grants) -> bool:
        """Return whether there is a role that the person may give somewhere."""
        return is_configured() and any(
            where_to_give(grants, role) for role in grants.roles.values()
        )

    def may_change(self, grants: Grants, obj: DirectoryGroup) -> bool:
        """Return whether the person may give this role in this place."""
        return is_configured() and may_give(grants, grants.roles[obj.role_id], obj.service_group_id)


class DirectoryGroupButtons(ButtonHelper):
    """The buttons of a row, with a test."""

    def get_buttons_for_obj(self, obj: DirectoryGroup, *args: Any, **kwargs: Any) -> list[Any]:
        """Return the usual buttons and the one that says who gets the role now."""
        buttons: list[Any] = super().get_buttons_for_obj(obj, *args, **kwargs)
        test = {
            "url": f"{reverse('secdoc_directory:members')}?{urlencode({'dn': obj.dn})}",
            "label": _("Test"),
            "classname": "button button-small button-secondary",
            "title": _("Show who gets the role now"),
        }
        return [test, *buttons]


class DirectoryGroupCreateView(NotesChoices, CreateView):
    """Adds a row; `?dn=` has chosen the group already."""

    def get_instance(self) -> DirectoryGroup:
        """Return a new row, for the group that the address names."""
        return DirectoryGroup(dn=self.request.GET.get("dn", ""))


class DirectoryGroupEditView(NotesChoices, EditView):
    """Changes a row."""


class DirectoryGroupDeleteView(DeleteView):
    """Deletes a row with the assignments that came from it."""

    def confirmation_message(self) -> str:
        """Say what goes along."""
        return _(
            "The role is taken at once from everybody who has it through this group. Assignments "
            "that were given by hand stay."
        )

    def delete_instance(self) -> None:
        """Delete it."""
        delete_mapping(self.instance, by=self.request.user)


class DirectoryGroupAdmin(RightsAdmin):
    """The table of directory groups, beside people and groups in the menu of settings."""

    model = DirectoryGroup
    menu_label = gettext_lazy("Directory groups")
    menu_icon = "group"
    menu_order = 620
    add_to_settings_menu = True
    base_url_path = "directory-groups"
    permission_helper_class = DirectoryGroupRights
    button_helper_class = DirectoryGroupButtons
    create_view_class = DirectoryGroupCreateView
    edit_view_class = DirectoryGroupEditView
    delete_view_class = DirectoryGroupDeleteView
    index_template_name = "concept_pages/admin/directory_group_list.html"
    inspect_view_enabled = False
    list_display = ("dn", "role", "place", "holders")
    list_select_related = ("role", "service_group")
    search_fields = ("dn", "role__name_de", "role__name_en")
    edit_handler = ObjectList(
        [FieldPanel("dn"), FieldPanel("role"), FieldPanel("service_group")],
        base_form_class=DirectoryGroupForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DirectoryGroup]:
        """Return the rows that stand for assignments which the person administers."""
        rows: QuerySet[DirectoryGroup] = super().get_queryset(request)
        seen = rows.filter(visible_assignments(grants_of(request.user)))
        return seen.annotate(holder_count=Count("assignments"))

    def place(self, row: DirectoryGroup) -> str:
        """Return where the role is given."""
        group = row.service_group
        return group.display_title() if group else _("everywhere")

    place.short_description = gettext_lazy("Service group")  # type: ignore[attr-defined]
    place.admin_order_field = "service_group__title"  # type: ignore[attr-defined]

    def holders(self, row: Any) -> int:
        """Return how many people hold the role through this row."""
        return int(row.holder_count)

    holders.short_description = gettext_lazy("Held by")  # type: ignore[attr-defined]
    holders.admin_order_field = "holder_count"  # type: ignore[attr-defined]
