"""Roles and who holds them, in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, CharField, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdminGroup

from ...access.delegation import may_give, sees_assignment, visible_assignments, where_to_give
from ...access.grants import Grants, grants_of
from ...access.roles import effective_roles
from ...actions.assignments import has_ended, holder_name, place_name
from ...models import Role, RoleAssignment
from ...models.template_page import CONFIDENTIALITY_CHOICES
from ..lists import RightsAdmin, RightsHelper, choice_of_row
from .effective import EffectiveRightsPanel, RoleInspectView, is_administrative
from .filters import PlaceFilter, RoleFilter, StateFilter
from .forms import AssignmentForm, RoleForm
from .views import (
    AssignmentCreateView,
    AssignmentDeleteView,
    AssignmentEditView,
    AssignmentListView,
    RoleCreateView,
    RoleDeleteView,
    RoleEditView,
)


def _one_of(keys: Iterable[int]) -> Case:
    """Return the expression that says whether a row has one of these primary keys."""
    return Case(
        When(pk__in=list(keys), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


class RoleRights(RightsHelper):
    """Who changes roles: they belong to no service group."""

    def may_add(self, grants: Grants) -> bool:
        """Return whether the person may create roles."""
        return grants.may("role.create", None)

    def may_change(self, grants: Grants, obj: Role) -> bool:
        """Return whether the person may change roles."""
        return grants.may("role.create", None)


class RoleButtons(ButtonHelper):
    """The buttons of a role in the list, with one that starts another role from it."""

    def get_buttons_for_obj(self, obj: Role, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """Return the usual buttons, and the copy for those who may create roles."""
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if not self.permission_helper.user_can_create(self.request.user):
            return buttons
        copy = {
            "url": f"{self.url_helper.create_url}?start_from={obj.key}",
            "label": _("Copy"),
            "classname": self.finalise_classname(["button-small", "button-secondary"]),
            "title": _("Start a new role from “%(role)s”") % {"role": obj},
        }
        return [*buttons, copy]


class RoleAdmin(RightsAdmin):
    """The list of roles. One that is in use cannot be deleted; the page says who holds it."""

    model = Role
    menu_label = gettext_lazy("Roles")
    menu_icon = "key"
    base_url_path = "roles"
    permission_helper_class = RoleRights
    button_helper_class = RoleButtons
    create_view_class = RoleCreateView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView
    list_display = ("name", "inherits", "reads_up_to", "kind", "factor")
    list_select_related = ("inherits",)
    search_fields = ("name_de", "name_en", "key")
    inspect_view_fields = ("key", "name_de", "name_en")
    inspect_view_class = RoleInspectView
    inspect_template_name = "concept_pages/admin/role_inspect.html"
    form_view_extra_css = ["concept_pages/css/roles.css"]
    inspect_view_extra_css = [*RightsAdmin.inspect_view_extra_css, "concept_pages/css/roles.css"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name_de"), FieldPanel("name_en"), FieldPanel("key")],
                heading=gettext_lazy("Name"),
            ),
            MultiFieldPanel(
                [FieldPanel("description_de"), FieldPanel("description_en")],
                heading=gettext_lazy("Description"),
            ),
            FieldPanel("inherits"),
            FieldPanel("rights"),
            MultiFieldPanel(
                [
                    FieldPanel("clearance"),
                    FieldPanel("administrative"),
                    FieldPanel("second_factor"),
                ],
                heading=gettext_lazy("Reach"),
            ),
            EffectiveRightsPanel(heading=gettext_lazy("What this role comes to, as saved")),
        ],
        base_form_class=RoleForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        """Return the roles, each with what it comes to together with what it inherits."""
        roles: QuerySet[Role] = super().get_queryset(request)
        known = effective_roles().values()
        return roles.annotate(
            is_administrative=_one_of(role.pk for role in known if role.administrative),
            demands_second_factor=_one_of(role.pk for role in known if role.second_factor),
            effective_clearance=Case(
                *(When(pk=role.pk, then=Value(role.clearance.value)) for role in known),
                default=Value(""),
                output_field=CharField(),
            ),
        )

    def name(self, role: Role) -> str:
        """Return the name in the language of the screen."""
        return str(role)

    name.short_description = gettext_lazy("Name")  # type: ignore[attr-defined]
    name.admin_order_field = "name_de"  # type: ignore[attr-defined]

    def reads_up_to(self, role: Role) -> str:
        """Return the clearance that counts, inherited or not."""
        known = role.effective_clearance  # type: ignore[attr-defined] # see get_queryset
        return str(dict(CONFIDENTIALITY_CHOICES)[known])

    reads_up_to.short_description = gettext_lazy("Clearance")  # type: ignore[attr-defined]

    def kind(self, role: Role) -> str:
        """Return whether giving this role needs the right for administrative roles."""
        if is_administrative(role):
            return _("administrative")
        inherited = getattr(role, "is_administrative", False)  # the list knows, see get_queryset
        return _("administrative (inherited)") if inherited else _("ordinary")

    kind.short_description = gettext_lazy("Kind")  # type: ignore[attr-defined]
    kind.admin_order_field = "is_administrative"  # type: ignore[attr-defined]

    def factor(self, role: Role) -> str:
        """Return whether signing in with this role takes a second factor, inherited or not."""
        return _("demanded") if role.demands_second_factor else "–"  # type: ignore[attr-defined]

    factor.short_description = gettext_lazy("Second factor")  # type: ignore[attr-defined]


class AssignmentRights(RightsHelper):
    """Who gives and takes which role where."""

    def may_see(self, grants: Grants, obj: RoleAssignment) -> bool:
        """Return whether the assignment is in a place where the person gives roles."""
        return sees_assignment(grants, grants.roles[obj.role_id], obj.service_group_id)

    def may_add(self, grants: Grants) -> bool:
        """Return whether there is a role that the person may give somewhere."""
        return any(where_to_give(grants, role) for role in grants.roles.values())

    def may_change(self, grants: Grants, obj: RoleAssignment) -> bool:
        """Return whether the person may give this role in this place, and it is given by hand."""
        by_hand = obj.source_id is None
        return by_hand and may_give(grants, grants.roles[obj.role_id], obj.service_group_id)


class AssignmentAdmin(RightsAdmin):
    """The list of who holds which role where."""

    model = RoleAssignment
    menu_label = gettext_lazy("Role assignments")
    menu_icon = "user"
    base_url_path = "role-assignments"
    permission_helper_class = AssignmentRights
    inspect_view_enabled = False
    index_view_class = AssignmentListView
    create_view_class = AssignmentCreateView
    edit_view_class = AssignmentEditView
    delete_view_class = AssignmentDeleteView
    index_view_extra_css = ["concept_pages/css/lists.css", "concept_pages/css/roles.css"]
    index_template_name = "concept_pages/admin/assignment_list.html"
    list_display = ("holder", "role", "place", "until", "origin", "chosen")
    list_display_add_buttons = "holder"
    list_filter = (StateFilter, RoleFilter, PlaceFilter)
    list_select_related = ("user", "group", "role", "service_group", "source")
    search_fields = ("user__username", "user__last_name", "user__first_name", "group__name")
    ordering = ("user__last_name", "user__username", "group__name")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("user"), FieldPanel("group")],
                heading=gettext_lazy("Who"),
                help_text=gettext_lazy("Choose either a person or a group."),
            ),
            FieldPanel("role"),
            FieldPanel("service_group"),
            FieldPanel("ends_on"),
        ],
        base_form_class=AssignmentForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleAssignment]:
        """Return the assignments that the person administers."""
        assignments: QuerySet[RoleAssignment] = super().get_queryset(request)
        return assignments.filter(visible_assignments(grants_of(request.user)))

    def holder(self, assignment: RoleAssignment) -> str:
        """Return who holds the role."""
        return holder_name(assignment.user or assignment.group)

    holder.short_description = gettext_lazy("Who")  # type: ignore[attr-defined]
    holder.admin_order_field = "user__last_name"  # type: ignore[attr-defined]

    def place(self, assignment: RoleAssignment) -> str:
        """Return where the role is held."""
        return place_name(assignment.service_group)

    place.short_description = gettext_lazy("Service group")  # type: ignore[attr-defined]
    place.admin_order_field = "service_group__title"  # type: ignore[attr-defined]

    def until(self, assignment: RoleAssignment) -> str:
        """Return the last day, and whether it is over."""
        if assignment.ends_on is None:
            return _("without end")
        day = date_format(assignment.ends_on)
        return _("ended on %(date)s") % {"date": day} if has_ended(assignment) else day

    until.short_description = gettext_lazy("Ends on")  # type: ignore[attr-defined]
    until.admin_order_field = "ends_on"  # type: ignore[attr-defined]

    def chosen(self, assignment: RoleAssignment) -> SafeString:
        """Return the box that chooses the row; the form for all of them stands above the list."""
        named = f"{self.holder(assignment)}, {assignment.role}, {self.place(assignment)}"
        return choice_of_row(assignment, named)

    chosen.short_description = gettext_lazy("Choose")  # type: ignore[attr-defined]

    def origin(self, assignment: RoleAssignment) -> str:
        """Return whether the role was given by hand, or which group in the directory gives it."""
        if assignment.source is None:
            return _("given by hand")
        return _("from the directory: %(group)s") % {"group": assignment.source.dn}

    origin.short_description = gettext_lazy("Origin")  # type: ignore[attr-defined]


class AccessGroup(ModelAdminGroup):
    """The menu of roles."""

    menu_label = gettext_lazy("Roles")
    menu_icon = "key"
    menu_order = 260
    items = (RoleAdmin, AssignmentAdmin)

    def get_submenu_items(self) -> list[Any]:
        """Return the lists, and beside them the matrix and the way to give roles to many."""
        return [
            *super().get_submenu_items(),
            ForThoseWhoGive(_MATRIX, reverse("assignments:matrix"), icon_name="table", order=3),
            ForThoseWhoGive(_BULK, reverse("assignments:give"), icon_name="plus", order=4),
        ]


_MATRIX, _BULK = gettext_lazy("Assignment matrix"), gettext_lazy("Give roles to many")


class ForThoseWhoGive(MenuItem):
    """An entry of the menu for those who give roles somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether there is a role that the person may give."""
        grants = grants_of(request.user)
        return any(where_to_give(grants, role) for role in grants.roles.values())
