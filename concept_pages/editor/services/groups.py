"""The list of service groups; they are created, renamed and deleted as pages, by the same rules."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper

from ...access.grants import Grants, grants_of
from ...models import ConceptIndexPage, ServiceGroupPage
from ...queries.catalogue import visible_scope
from ...queries.responsible import responsible_for
from ..lists import ListView, RightsAdmin, RightsHelper


class GroupListView(ListView):
    """The list, whose rows know who is responsible: the view is of one request, the list of all."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add to the groups of this page who is responsible for them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        groups = list(context["object_list"])
        people = responsible_for([group.pk for group in groups])
        for group in groups:
            group.responsible_people = people.get(group.pk, ())
        return context | {"object_list": groups}


class GroupRights(RightsHelper):
    """Who sees, adds, changes and deletes service groups: as the pages themselves say."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether a person sees the list at all."""
        return grants_of(user).opens_admin

    def may_see(self, grants: Grants, obj: ServiceGroupPage) -> bool:
        """Return whether the group is one of the person's."""
        return visible_scope(grants).includes(obj.pk)

    def may_add(self, grants: Grants) -> bool:
        """Return whether the person edits the services of every group."""
        return grants.may("service.edit", None)

    def may_change(self, grants: Grants, obj: ServiceGroupPage) -> bool:
        """Return whether the person edits the services of this group."""
        return grants.may("service.edit", obj.pk)

    def may_delete(self, grants: Grants, obj: ServiceGroupPage) -> bool:
        """Return whether the person deletes services of this group; the page says what is in it."""
        return grants.may("service.delete", obj.pk)

    def get_valid_parent_pages(self, user: Any) -> QuerySet[ConceptIndexPage]:
        """Return the one page that service groups lie below."""
        return ConceptIndexPage.objects.all()


class ServiceGroupAdmin(RightsAdmin):
    """Service groups with how much belongs to them, and who is responsible."""

    model = ServiceGroupPage
    menu_label = gettext_lazy("Service groups")
    menu_icon = "folder-open-inverse"
    base_url_path = "service-groups"
    permission_helper_class = GroupRights
    button_helper_class = ButtonHelper
    index_view_class = GroupListView
    inspect_view_enabled = False
    history_view_enabled = False
    list_display = ("name", "service_count", "concept_count", "responsible", "comment")
    search_fields = ("title", "title_en", "key", "comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceGroupPage]:
        """Return the person's groups with the number of their services, in one query."""
        groups: QuerySet[ServiceGroupPage] = super().get_queryset(request)
        scope = visible_scope(grants_of(request.user))
        if not scope.everywhere:
            groups = groups.filter(pk__in=scope.groups)
        return groups.annotate(services_there=Count("services"))

    def name(self, group: ServiceGroupPage) -> str:
        """Return the name in the language of the screen."""
        return group.display_title()

    name.short_description = gettext_lazy("Name")  # type: ignore[attr-defined]
    name.admin_order_field = "title"  # type: ignore[attr-defined]

    def service_count(self, group: Any) -> int:
        """Return how many services belong to the group."""
        return int(group.services_there)

    service_count.short_description = gettext_lazy("Services")  # type: ignore[attr-defined]

    def concept_count(self, group: ServiceGroupPage) -> int:
        """Return how many concepts lie below it."""
        return int(group.numchild)

    concept_count.short_description = gettext_lazy("Security concepts")  # type: ignore[attr-defined]

    def responsible(self, group: Any) -> str:
        """Return who releases its concepts professionally."""
        return ", ".join(group.responsible_people) or _("nobody")

    responsible.short_description = gettext_lazy("Responsible")  # type: ignore[attr-defined]
