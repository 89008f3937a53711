"""Deletes an empty service group; of any other says what still belongs to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.rights import authority

from ...actions.service_groups import GroupInUse, contents_of, delete_group
from ...models import ServiceGroupPage

LIST = "service-groups_modeladmin_index"
MOST_ROWS = 20
"""How many services, and how many concepts, the page names."""


class GroupDeleteView(WagtailAdminTemplateMixin, TemplateView):
    """Asks before an empty group is deleted; otherwise names what is in it and the way out."""

    template_name = "concept_pages/admin/service_group_delete.html"
    page_title = gettext_lazy("Delete the service group")
    header_icon = "folder-open-inverse"
    group: ServiceGroupPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who deletes services of the group, also where it is in use."""
        self.group = get_object_or_404(ServiceGroupPage, pk=kwargs["page_id"])
        if not authority().may(request.user, self.group.delete_right, self.group):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete the group, or say why not."""
        name = self.group.display_title()
        try:
            delete_group(self.group, by=request.user)
        except GroupInUse as refusal:
            messages.error(request, refusal.sentence)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("The service group “%(group)s” was deleted.") % {"group": name})
        return redirect(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add some of what belongs to the group, how much there is, and which roles would end."""
        contents = contents_of(self.group)
        return super().get_context_data(
            group=self.group,
            services=contents.services[:MOST_ROWS],
            services_there=len(contents.services),
            concepts=contents.concepts[:MOST_ROWS],
            concepts_there=len(contents.concepts),
            roles_there=self.group.role_assignments.count(),
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of service groups to here."""
        items = [{"url": reverse(LIST), "label": _("Service groups")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]
