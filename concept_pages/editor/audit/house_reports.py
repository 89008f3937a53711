"""Wagtail's reports on the whole house: for those who read its audit log, and for nobody else.

The site history filters the lines of pages by who may see them, but no others: it would tell
everybody of deputies, services, roles and accounts that the lists hide. The usage of page types
counts, and names the last edited page, whoever asks. The history of each page and thing that a
person may see stays hers to read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.wagtail_hooks import PageTypesReportMenuItem, SiteHistoryReportMenuItem

from .report import RIGHT, may_read_log


def keep_to_readers_of_the_log() -> None:
    """Let Wagtail's reports on everything ask for our right, and no way lead there without it."""
    for report in (LogEntriesView, PageTypesUsageReportView):
        report.any_permission_required = [RIGHT]
        report.user_has_any_permission = _may_read
    for item in (SiteHistoryReportMenuItem, PageTypesReportMenuItem):
        item.is_shown = _is_shown
    ContentTypeUseView.get_breadcrumbs_items = _leading_no_further(
        ContentTypeUseView.get_breadcrumbs_items
    )


def name_file_of_site_history() -> None:
    """Name the file of the site history as what it is; Wagtail calls it "audit-log", as ours is."""
    LogEntriesView.get_filename = lambda view: f"site-history-{timezone.localdate():%Y-%m-%d}"


def _may_read(view: Any, rights: list[str]) -> bool:
    return may_read_log(view.request.user)


def _is_shown(item: Any, request: HttpRequest) -> bool:
    return may_read_log(request.user)


def _leading_no_further(way: Callable[[Any], list[Any]]) -> Callable[[Any], list[Any]]:
    """Return what says the way to the pages of a type, without a report that is closed."""

    def get_breadcrumbs_items(view: Any) -> list[Any]:
        report = reverse("wagtailadmin_reports:page_types_usage")
        is_open = may_read_log(view.request.user)
        return [step for step in way(view) if is_open or step["url"] != report]

    return get_breadcrumbs_items
