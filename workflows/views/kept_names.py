"""Names whoever has left in Wagtail's histories: in each line, and among those to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.history import HistoryFilterSet, HistoryView
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from ..actions.kept_names import BY_NAME


def name_who_has_left() -> None:
    """Let Wagtail's histories name deleted accounts; Wagtail says "user 13 (deleted)"."""
    for entries in (PageLogEntry, ModelLogEntry):
        said = entries.user_display_name.func
        entries.user_display_name = property(_naming_who_has_left(said))
    HistoryView.filterset_class = HistoryFilters
    PageHistoryView.filterset_class = PageHistoryFilters
    LogEntriesView.filterset_class = SiteHistoryFilters
    AgingPagesView.decorate_paginated_queryset = _naming_last_publishers(
        AgingPagesView.decorate_paginated_queryset
    )


def _naming_who_has_left(name_said: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what says the name of who has written a line, also if the line had to keep it."""
    return lambda entry: entry.data.get(BY_NAME) or name_said(entry)


def _naming_last_publishers(decorated: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return what says of each page who published it last, also if she has left since."""

    def decorate(view: Any, pages: Any) -> Any:
        said = decorated(view, pages)
        hers = PageLogEntry.objects.filter(user__in={page.last_published_by for page in said})
        names = _kept_names(hers)
        for page in said:
            if name := names.get(page.last_published_by):
                page.last_published_by_user = name
        return said

    return decorate


def _kept_names(lines: QuerySet[Any]) -> dict[int, str]:
    """Return the names that lines had to keep, by the number of the account."""
    kept = lines.order_by().filter(data__has_key=BY_NAME)
    return dict(kept.values_list("user_id", f"data__{BY_NAME}").distinct())


class _PeopleFilter(django_filters.MultipleChoiceFilter):
    """Keeps the lines of the people who were chosen."""

    def filter(self, lines: QuerySet[Any], people: list[str]) -> QuerySet[Any]:
        """Look the lines up apart: who filters by an account that is joined asks for one."""
        if not people:
            return lines
        return lines.filter(pk__in=lines.model.objects.filter(user__in=people).values("pk"))


class _WithDeletedPeople(HistoryFilterSet):
    """Offers everybody who stands in the lines; Wagtail's offers accounts that there still are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(user.pk, get_user_display_name(user)) for user in self.get_users_queryset()]
        people += sorted(self._who_has_left(), key=lambda choice: choice[1].casefold())
        if people:
            chosen = _PeopleFilter(
                field_name="user",
                label=self.base_filters["user"].label,
                widget=CheckboxSelectMultiple,
                choices=people,
            )
            # A filter set does this with those that it was declared with.
            chosen.parent, chosen.model = self, self._meta.model
            self.filters["user"] = chosen

    def lines(self) -> Iterable[QuerySet[Any]]:
        """Return the lines that are listed, whatever is filtered."""
        return [self.queryset]

    def _who_has_left(self) -> Iterable[tuple[int, str]]:
        found: dict[int, str] = {}
        for lines in self.lines():
            found |= _kept_names(lines)
        return found.items()


class HistoryFilters(_WithDeletedPeople):
    """For the history of anything."""


class PageHistoryFilters(_WithDeletedPeople, PageHistoryFilterSet):
    """For the history of a page."""


class SiteHistoryFilters(_WithDeletedPeople, SiteHistoryReportFilterSet):
    """For the history of everything."""

    def get_users_queryset(self) -> QuerySet[Any]:
        """Return who stands in any of the lines; Wagtail looks at those of pages only."""
        people: QuerySet[Any] = get_users_for_filter(self.request.user)
        return people

    def lines(self) -> Iterable[QuerySet[Any]]:
        """Return the lines that the person may read, of pages and of everything else."""
        user = self.request.user
        return [some.objects.viewable_by_user(user) for some in registry.get_log_entry_models()]
