"""Names whoever has left in Wagtail's histories: in each line, and among those to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.history import HistoryFilterSet, HistoryView
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
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


def _naming_who_has_left(name_said: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what says the name of who has written a line, also if the line had to keep it."""
    return lambda entry: entry.data.get(BY_NAME) or name_said(entry)


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

    def _who_has_left(self) -> Iterator[tuple[int, str]]:
        found: dict[int, str] = {}
        for lines in self.lines():
            kept = lines.order_by().filter(data__has_key=BY_NAME)
            found.update(kept.values_list("user_id", f"data__{BY_NAME}").distinct())
        yield from found.items()


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
