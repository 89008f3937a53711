"""The screen “Audit log”: what happened in the house, filtered, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from workflows.words import EVENTS

from ...access.grants import grants_of
from ...actions.audit import record
from ...models import AuditEntry
from ...queries.happenings import MOVES, Wanted, happened, load, load_all
from ..concepts.list import OnlyThese
from .lines import Line, line_of, linked
from .names import known_names
from .words import TOPICS

RIGHT = "audit.read"


def may_read_log(user: Any) -> bool:
    """Return whether a person reads the audit log."""
    return grants_of(user).may(RIGHT, None)


def _events() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return the events to choose from, by topic."""
    grouped: dict[str, list[tuple[str, Any]]] = {topic: [] for topic in TOPICS}
    for code, label in AuditEntry.Event.choices:
        grouped.setdefault(code.partition(".")[0], []).append((code, label))
    grouped[MOVES] = [(f"{MOVES}.{move}", label) for move, label in EVENTS.items()]
    return [(str(TOPICS.get(topic, topic)), events) for topic, events in grouped.items()]


class LogFilters(WagtailFilterSet):
    """By topic and event, by person, by what it was about, by day, and refusals only."""

    topic = django_filters.ChoiceFilter(label=gettext_lazy("Topic"), choices=list(TOPICS.items()))
    event = django_filters.ChoiceFilter(label=gettext_lazy("Event"), choices=_events)
    person = django_filters.CharFilter(label=gettext_lazy("Person"))
    about = django_filters.CharFilter(label=gettext_lazy("About"))
    days = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Days"), widget=DateRangePickerWidget
    )
    refused = django_filters.BooleanFilter(
        label=gettext_lazy("Refused only"), widget=OnlyThese, field_name="refused"
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def not_understood(self) -> list[str]:
        """Return which filters make no sense, and why."""
        said = [
            f"{self.form[name].label}: {' '.join(map(str, errors))}"
            for name, errors in self.form.errors.items()
        ]
        if self.data.get("days"):
            reason = _("The address names the first day “days_from” and the last one “days_to”.")
            said.append(f"{self.form['days'].label}: {reason}")
        return said

    def wanted(self) -> Wanted:
        """Return what is looked for; everything where the form makes no sense."""
        if self.not_understood():
            return Wanted()
        asked: dict[str, Any] = self.form.cleaned_data
        days = asked.get("days")
        return Wanted(
            topic=asked["topic"],
            event=asked["event"],
            person=asked["person"],
            about=asked["about"],
            since=days.start.date() if days and days.start else None,
            until=days.stop.date() if days and days.stop else None,
            refused=bool(asked["refused"]),
        )


class LogPaginator(WagtailPaginator):
    """Pages of the log; Wagtail's would count logs."""

    @cached_property
    def items_count_label(self) -> str:
        """Return how many entries there are."""
        return ngettext("%(count)s entry", "%(count)s entries", self.count) % {"count": self.count}


class AuditLogView(ReportView):
    """The log, the newest line first."""

    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    model = AuditEntry
    filterset_class = LogFilters
    paginator_class = LogPaginator
    verbose_name_plural = gettext_lazy("entries")
    index_url_name = "secdoc_audit:index"
    index_results_url_name = "secdoc_audit:results"
    results_template_name = "concept_pages/admin/audit_log_results.html"
    is_searchable = False
    columns = [Column("at", label=gettext_lazy("Time"))]
    list_export = ["stamp", "event", "code", "by", "about", "told", "address", "refused"]
    export_headings = {
        "stamp": gettext_lazy("Time"),
        "event": gettext_lazy("Event"),
        "code": gettext_lazy("Code"),
        "by": gettext_lazy("Person"),
        "about": gettext_lazy("About"),
        "told": gettext_lazy("Details"),
        "address": gettext_lazy("Address"),
        "refused": gettext_lazy("Refused"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may read the log."""
        if not may_read_log(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what was not understood, and for how many days entries are kept; 0 is for ever."""
        return super().get_context_data(*args, **kwargs) | {
            "keep_days": settings.AUDIT_KEEP_DAYS,
            "not_understood": self.filters.not_understood(),
        }

    def get_filename(self) -> str:
        """Return the name of the file, without its ending."""
        return f"audit-log-{timezone.localdate():%Y-%m-%d}"

    def get_filtered_queryset(self) -> QuerySet[Any, dict[str, Any]]:
        """Return where to find the lines that are looked for."""
        return happened(self.filters.wanted())

    def decorate_paginated_queryset(self, found: Any) -> list[dict[str, Any]]:
        """Return the lines of a page with their ways on; a file reads them one after the other."""
        if self.is_export:
            return found
        names = known_names()
        return linked((line_of(one, names) for one in load(found)), self.request.user)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """Refuse a file of everything to whoever wanted a part of it that cannot be made out."""
        if not self.is_export or not context["not_understood"]:
            response: HttpResponseBase = super().render_to_response(context, **kwargs)
            return response
        messages.error(self.request, _("There is no file, because a filter was not understood."))
        asked = self.request.GET.copy()
        del asked["export"]
        return redirect(f"{self.get_index_url()}?{asked.urlencode()}")

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Return the file, and write down that it was taken."""
        detail = {"format": spreadsheet_format.upper(), "filters": self._said_filters()}
        name = f"{self.get_filename()}.{spreadsheet_format}"
        record(
            AuditEntry.Event.EXPORTED,
            by=self.request.user,
            about=name,
            detail=detail,
            in_own_right=grants_of(self.request.user).of_her_own.may(RIGHT, None),
        )
        lines = _Lines(queryset)
        response: HttpResponseBase = super().as_spreadsheet(lines, spreadsheet_format)
        return response

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        """Write a row that says yes and no in words."""
        return super().write_csv_row(writer, {key: _in_words(row_dict[key]) for key in row_dict})

    def _said_filters(self) -> dict[str, str]:
        asked, fields = self.request.GET, self.filters.form.fields
        return {
            key: asked[key]
            for key in sorted(asked)
            if asked[key] and key.removesuffix("_from").removesuffix("_to") in fields
        }


class _Lines(Iterable[Line]):
    """All lines that were found, read while the file is written."""

    model = AuditEntry

    def __init__(self, found: QuerySet[Any, dict[str, Any]]) -> None:
        self.found = found

    def __iter__(self) -> Iterator[Line]:
        names = known_names()
        return (line_of(one, names) for one in load_all(self.found))


def _in_words(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


class LogMenuItem(MenuItem):
    """The way to the log, for those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may read the log."""
        return may_read_log(request.user)
