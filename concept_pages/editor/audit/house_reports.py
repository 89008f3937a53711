"""Wagtail's reports on the whole house: for those who read its audit log, and for nobody else.

The site history filters the lines of pages by who may see them, but no others: it would tell
everybody of deputies, services, roles and accounts that the lists hide. The usage of page types
counts, and names the last edited page, whoever asks. The history of each page and thing that a
person may see stays hers to read.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.wagtail_hooks import PageTypesReportMenuItem, SiteHistoryReportMenuItem

from .report import RIGHT, may_read_log


def keep_to_readers_of_the_log() -> None:
    """Let Wagtail's reports on everything ask for our right, and the menu not offer them else."""
    for report in (LogEntriesView, PageTypesUsageReportView):
        report.any_permission_required = [RIGHT]
        report.user_has_any_permission = _may_read
    for item in (SiteHistoryReportMenuItem, PageTypesReportMenuItem):
        item.is_shown = _is_shown


def name_file_of_site_history() -> None:
    """Name the file of the site history as what it is; Wagtail calls it "audit-log", as ours is."""
    LogEntriesView.get_filename = lambda view: f"site-history-{timezone.localdate():%Y-%m-%d}"


def _may_read(view: Any, rights: list[str]) -> bool:
    return may_read_log(view.request.user)


def _is_shown(item: Any, request: HttpRequest) -> bool:
    return may_read_log(request.user)
