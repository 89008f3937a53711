"""Finds the page that a lifecycle view is about, and whether the person may look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..pages import LifecyclePage
from ..people import User
from ..rights import authority

if TYPE_CHECKING:
    from django.http import HttpRequest


class LifecycleView(WagtailAdminTemplateMixin, TemplateView):
    """A view about one page with a lifecycle."""

    page: LifecyclePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page; refuse whoever may not even look at it."""
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not isinstance(page, LifecyclePage):
            raise Http404
        if not may_look(request.user, page):
            raise PermissionDenied
        self.page = page

    def get_page_subtitle(self) -> str:
        """Return the title of the page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the start over the page's editor to here."""
        return [
            *self.breadcrumbs_items,
            {"url": self.way_back(), "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def way_back(self) -> str:
        """Return the editor for whoever may open it, otherwise the start page."""
        if self.page.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page and the way back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "page": self.page, "way_back": self.way_back()}


def may_look(user: User, page: LifecyclePage) -> bool:
    """Return whether a user has anything to do with a page's versions."""
    wanted = {page.submit_right, page.retire_right, page.read_right, *page.review_rights} - {""}
    return any(authority().may(user, right, page) for right in sorted(wanted))
