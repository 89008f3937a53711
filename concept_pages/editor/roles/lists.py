"""Roles and who holds them, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import CreateView

from workflows.people import name_of

from ...access.delegation import may_give, where_to_give
from ...access.grants import Grants, Scope, grants_of
from ...models import Role, RoleAssignment, ServiceGroupPage
from ..lists import RightsAdmin, RightsHelper
from .effective import EffectiveRightsPanel, RoleInspectView
from .forms import AssignmentForm, RoleForm


class RoleRights(RightsHelper):
    """Who changes roles: they belong to no service group."""

    def may_add(self, grants: Grants) -> bool:
        """Return whether the person may create roles."""
        return grants.may("role.create", None)

    def may_change(self, grants: Grants, obj: Role) -> bool:
        """Return whether the person may change roles."""
        return grants.may("role.create", None)


class RoleAdmin(RightsAdmin):
    """The list of roles. One that is in use cannot be deleted; the admin lists who holds it."""

    model = Role
    menu_label = gettext_lazy("Roles")
    menu_icon = "key"
    base_url_path = "roles"
    permission_helper_class = RoleRights
    list_display = ("name", "inherits", "clearance", "kind")
    list_select_related = ("inherits",)
    search_fields = ("name_de", "name_en", "key")
    inspect_view_fields = ("key", "name_de", "name_en", "clearance")
    inspect_view_class = RoleInspectView
    inspect_template_name = "concept_pages/admin/role_inspect.html"
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
                [FieldPanel("clearance"), FieldPanel("administrative")],
                heading=gettext_lazy("Reach"),
            ),
            EffectiveRightsPanel(heading=gettext_lazy("Effective rights")),
        ],
        base_form_class=RoleForm,
    )

    def name(self, role: Role) -> str:
        """Return the name in the language of the screen."""
        return str(role)

    name.short_description = gettext_lazy("Name")  # type: ignore[attr-defined]
    name.admin_order_field = "name_de"  # type: ignore[attr-defined]

    def kind(self, role: Role) -> str:
        """Return whether giving this role needs the right for administrative roles."""
        return _("administrative") if role.administrative else _("ordinary")

    kind.short_description = gettext_lazy("Kind")  # type: ignore[attr-defined]
    kind.admin_order_field = "administrative"  # type: ignore[attr-defined]


class AssignmentRights(RightsHelper):
    """Who gives and takes which role where."""

    def may_see(self, grants: Grants, obj: RoleAssignment) -> bool:
        """Return whether the assignment is in a place where the person gives roles."""
        return delegation_scope(grants).includes(obj.service_group_id)

    def may_add(self, grants: Grants) -> bool:
        """Return whether there is a role that the person may give somewhere."""
        return any(where_to_give(grants, role) for role in grants.roles.values())

    def may_change(self, grants: Grants, obj: RoleAssignment) -> bool:
        """Return whether the person may give this role in this place, and it is given by hand."""
        by_hand = obj.source_id is None
        return by_hand and may_give(grants, grants.roles[obj.role_id], obj.service_group_id)


def delegation_scope(grants: Grants) -> Scope:
    """Return where a person gives roles, ordinary or administrative."""
    return grants.where_any({"role.delegate", "role.delegate_admin"})


class RoleFilter(SimpleListFilter):
    """Assignments of one role, named in the language of the screen."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the roles."""
        return [(role.key, str(role)) for role in Role.objects.all()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RoleAssignment]
    ) -> QuerySet[RoleAssignment]:
        """Return the assignments of the chosen role."""
        return queryset.filter(role__key=self.value()) if self.value() else queryset


class PlaceFilter(SimpleListFilter):
    """Assignments for one service group, or everywhere."""

    title = gettext_lazy("service group")
    parameter_name = "place"
    everywhere = "everywhere"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the places where the person gives roles."""
        scope = delegation_scope(grants_of(request.user))
        groups = ServiceGroupPage.objects.all()
        if not scope.everywhere:
            groups = groups.filter(pk__in=scope.groups)
        named = [(str(group.pk), group.display_title()) for group in groups]
        return [(self.everywhere, _("everywhere")), *named] if scope.everywhere else named

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RoleAssignment]
    ) -> QuerySet[RoleAssignment]:
        """Return the assignments for the chosen place."""
        value = self.value() or ""
        if value == self.everywhere:
            return queryset.filter(service_group__isnull=True)
        return queryset.filter(service_group=int(value)) if value.isdecimal() else queryset


class AssignmentCreateView(CreateView):
    """Gives a role; `?user=` has chosen the person already."""

    def get_instance(self) -> RoleAssignment:
        """Return a new assignment, for the person that the address names."""
        chosen = self.request.GET.get("user", "")
        return RoleAssignment(user_id=int(chosen) if chosen.isdecimal() else None)


class AssignmentAdmin(RightsAdmin):
    """The list of who holds which role where."""

    model = RoleAssignment
    menu_label = gettext_lazy("Role assignments")
    menu_icon = "user"
    base_url_path = "role-assignments"
    permission_helper_class = AssignmentRights
    inspect_view_enabled = False
    create_view_class = AssignmentCreateView
    list_display = ("holder", "role", "place", "ends_on", "origin")
    list_filter = (RoleFilter, PlaceFilter)
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
        """Return the assignments in the places where the person gives roles."""
        assignments: QuerySet[RoleAssignment] = super().get_queryset(request)
        scope = delegation_scope(grants_of(request.user))
        if scope.everywhere:
            return assignments
        return assignments.filter(Q(service_group__in=scope.groups))

    def holder(self, assignment: RoleAssignment) -> str:
        """Return who holds the role."""
        if assignment.group:
            return _("Group %(name)s") % {"name": assignment.group.name}
        return name_of(assignment.user)

    holder.short_description = gettext_lazy("Who")  # type: ignore[attr-defined]
    holder.admin_order_field = "user__last_name"  # type: ignore[attr-defined]

    def place(self, assignment: RoleAssignment) -> str:
        """Return where the role is held."""
        group = assignment.service_group
        return group.display_title() if group else _("everywhere")

    place.short_description = gettext_lazy("Service group")  # type: ignore[attr-defined]
    place.admin_order_field = "service_group__title"  # type: ignore[attr-defined]

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
