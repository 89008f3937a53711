"""All releases of a page and every move it made, with names that outlive accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ..records import Release, TransitionLog
from ..words import event_of
from .pages import LifecycleView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ENTRIES_PER_PAGE = 50


class HistoryView(LifecycleView):
    """Lists releases and moves, the newest first."""

    template_name = "workflows/history.html"
    page_title = _("Releases and history")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add releases and moves."""
        context = super().get_context_data(**kwargs)
        releases = Release.objects.filter(page_id=self.page.pk).defer("content")
        entries = TransitionLog.objects.filter(page_id=self.page.pk).select_related("release")
        found = Paginator(entries.defer("release__content"), ENTRIES_PER_PAGE)
        entries_page = found.get_page(self.request.GET.get("p"))
        return {
            **context,
            "releases": releases.order_by("-sequence"),
            "entries": entries_page,
            "told": [(entry, event_of(entry.move, entry.target)) for entry in entries_page],
            "in_force": self.page.lifecycle.released_id,
        }


class WorkflowHistoryView(LifecycleView):
    """Stands where Wagtail lists the workflows of a page, and leads to the history of its moves."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead there."""
        return redirect("lifecycle:history", self.page.pk)
