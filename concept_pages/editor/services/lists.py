"""The catalogue of services in the admin: services, what they depend on, and departments."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from workflows.states import State

from ...access.grants import Grants, grants_of
from ...models import Department, Service, ServiceGroupPage
from ...queries.catalogue import visible_scope
from ..lists import RightsAdmin, RightsHelper, choice_of_row
from .forms import DepartmentForm, ServiceForm
from .groups import ServiceGroupAdmin
from .needs import NeedsPanel
from .views import (
    DepartmentDeleteView,
    ServiceCreateView,
    ServiceDeleteView,
    ServiceEditView,
    ServiceInspectView,
)


class ServiceRights(RightsHelper):
    """Who sees, adds, changes and deletes services."""

    def may_see(self, grants: Grants, obj: Service) -> bool:
        """Return whether the service belongs to one of the person's groups."""
        return visible_scope(grants).includes(obj.group_id)

    def may_add(self, grants: Grants) -> bool:
        """Return whether there is a group whose services the person edits."""
        return bool(grants.where("service.edit"))

    def may_change(self, grants: Grants, obj: Service) -> bool:
        """Return whether the person edits the services of this group."""
        return grants.may("service.edit", obj.group_id)

    def may_delete(self, grants: Grants, obj: Service) -> bool:
        """Return whether the person deletes services of this group.

        Where there is a concept the page of the deletion refuses it and shows the way out.
        """
        return grants.may("service.delete", obj.group_id)


class GroupFilter(SimpleListFilter):
    """Services of one service group, named in the language of the screen."""

    title = gettext_lazy("service group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the groups whose services the person sees."""
        scope = visible_scope(grants_of(request.user))
        groups = ServiceGroupPage.objects.all()
        if not scope.everywhere:
            groups = groups.filter(pk__in=scope.groups)
        return [(group.key, group.display_title()) for group in groups]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> QuerySet[Service]:
        """Return the services of the chosen group."""
        return queryset.filter(group__key=self.value()) if self.value() else queryset


class ConceptFilter(SimpleListFilter):
    """Services by what there is of their security concept."""

    title = gettext_lazy("security concept")
    parameter_name = "concept"
    choices_of_value = {
        "none": (pgettext_lazy("security concept", "missing"), Q(concept__isnull=True)),
        "unreleased": (
            gettext_lazy("never released"),
            Q(concept__isnull=False, concept__lifecycle__released__isnull=True),
        ),
        "released": (
            gettext_lazy("released"),
            Q(concept__lifecycle__released__isnull=False)
            & ~Q(concept__lifecycle__state=State.RETIRED),
        ),
        "in_review": (gettext_lazy("in review"), Q(concept__lifecycle__state=State.IN_REVIEW)),
        "retired": (gettext_lazy("retired"), Q(concept__lifecycle__state=State.RETIRED)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [(value, label) for value, (label, _condition) in self.choices_of_value.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> QuerySet[Service]:
        """Return the services that the choice describes."""
        chosen = self.choices_of_value.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class DepartmentFilter(SimpleListFilter):
    """Services of one department, named in the language of the screen."""

    title = gettext_lazy("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the departments."""
        return [(department.key, str(department)) for department in Department.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> QuerySet[Service]:
        """Return the services of the chosen department."""
        return queryset.filter(department__key=self.value()) if self.value() else queryset


COLUMNS = (
    "name_de", "name_en", "retired", "group__title", "group__title_en", "department__name_de",
    "department__name_en", "concept__lifecycle__state", "concept__lifecycle__released__number",
)  # fmt: skip
"""What the list shows of a service; a concept with its releases is some hundred kilobytes."""


class ServiceAdmin(RightsAdmin):
    """The list of services; moving one to another group takes its concept along."""

    model = Service
    menu_label = gettext_lazy("Services")
    menu_icon = "tag"
    base_url_path = "services"
    permission_helper_class = ServiceRights
    create_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    delete_view_class = ServiceDeleteView
    delete_template_name = "concept_pages/admin/service_delete.html"
    index_template_name = "concept_pages/admin/service_list.html"
    index_view_extra_css = [*RightsAdmin.index_view_extra_css, "concept_pages/css/roles.css"]
    list_display = ("name", "group_name", "department", "concept_status")
    list_filter = (GroupFilter, DepartmentFilter, ConceptFilter, "retired")
    list_select_related = ("group", "department", "concept__lifecycle__released")
    search_fields = ("name_de", "name_en", "key", "comment")
    inspect_view_extra_css = [*RightsAdmin.inspect_view_extra_css, "concept_pages/css/roles.css"]
    inspect_view_fields = ("key", "name_de", "name_en", "department", "comment")
    inspect_view_class = ServiceInspectView
    inspect_template_name = "concept_pages/admin/service_inspect.html"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name_de"), FieldPanel("name_en"), FieldPanel("key")],
                heading=gettext_lazy("Name"),
            ),
            MultiFieldPanel(
                [FieldPanel("group"), FieldPanel("department")],
                heading=gettext_lazy("Belongs to"),
            ),
            FieldPanel("comment"),
            NeedsPanel(
                "dependency_rows",
                heading=gettext_lazy("Depends on"),
                label=gettext_lazy("dependency"),
                help_text=gettext_lazy("The services that this one needs to run."),
                panels=[FieldPanel("needs"), FieldPanel("kind")],
            ),
        ],
        base_form_class=ServiceForm,
    )

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; only who edits services somewhere chooses rows to move."""
        columns: tuple[str, ...] = super().get_list_display(request)
        moves = bool(grants_of(request.user).where("service.edit"))
        return (*columns, "chosen") if moves else columns

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        """Return the services of the person's groups, without the answers of their concepts."""
        services: QuerySet[Service] = super().get_queryset(request)
        scope = visible_scope(grants_of(request.user))
        if not scope.everywhere:
            services = services.filter(group__in=scope.groups)
        return services.only(*COLUMNS)

    def name(self, service: Service) -> str:
        """Return the name in the language of the screen, and whether the service is retired."""
        return _("%(name)s (retired)") % {"name": service} if service.retired else str(service)

    name.short_description = gettext_lazy("Name")  # type: ignore[attr-defined]
    name.admin_order_field = "name_de"  # type: ignore[attr-defined]

    def group_name(self, service: Service) -> str:
        """Return the name of the service group in the language of the screen."""
        return service.group.display_title()

    group_name.short_description = gettext_lazy("Service group")  # type: ignore[attr-defined]
    group_name.admin_order_field = "group__title"  # type: ignore[attr-defined]

    def concept_status(self, service: Service) -> str:
        """Return what there is of the security concept, with a link for who may open it."""
        if service.concept is None:
            return _("missing")
        lifecycle = service.concept.lifecycle
        label = lifecycle.get_state_display()
        if lifecycle.released and lifecycle.state != State.RETIRED:
            label = _("%(state)s, version %(number)s in force") % {
                "state": label,
                "number": lifecycle.released.number,
            }
        return label

    concept_status.short_description = gettext_lazy("Security concept")  # type: ignore[attr-defined]

    def chosen(self, service: Service) -> SafeString:
        """Return the box that chooses the row; the form for all of them stands above the list."""
        return choice_of_row(service, service)

    chosen.short_description = gettext_lazy("Choose")  # type: ignore[attr-defined]


class DepartmentRights(RightsHelper):
    """Who adds, changes and deletes departments: they belong to no service group."""

    def may_add(self, grants: Grants) -> bool:
        """Return whether the person edits the services of every group."""
        return grants.may("service.edit", None)

    def may_change(self, grants: Grants, obj: Department) -> bool:
        """Return whether the person edits the services of every group."""
        return grants.may("service.edit", None)

    def may_delete(self, grants: Grants, obj: Department) -> bool:
        """Return whether the person deletes services of every group."""
        return grants.may("service.delete", None)


class DepartmentAdmin(RightsAdmin):
    """The list of departments."""

    model = Department
    menu_label = gettext_lazy("Departments")
    menu_icon = "group"
    base_url_path = "departments"
    permission_helper_class = DepartmentRights
    inspect_view_enabled = False
    delete_view_class = DepartmentDeleteView
    delete_template_name = "concept_pages/admin/department_delete.html"
    list_display = ("name_de", "name_en", "key")
    search_fields = ("name_de", "name_en", "key")
    edit_handler = ObjectList(
        [FieldPanel("name_de"), FieldPanel("name_en"), FieldPanel("key")],
        base_form_class=DepartmentForm,
    )


class CatalogueGroup(ModelAdminGroup):
    """The menu of the catalogue."""

    menu_label = gettext_lazy("Services")
    menu_icon = "tag"
    menu_order = 250
    items = (ServiceAdmin, ServiceGroupAdmin, DepartmentAdmin)
