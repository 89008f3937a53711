"""The assignment matrix in the admin, as a page and as a CSV file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...access.delegation import where_to_delegate
from ...access.grants import Grants, grants_of
from ...actions.assignments import holder_name
from ...actions.audit import record
from ...imports.table_cells import BOM, defused
from ...models import AuditEntry, Department, Role
from ...queries.matrix import Mark, Matrix, Row, Wanted, matrix_for
from ..roles.forms import EVERYWHERE, places_to_give
from ..services.forms import GroupChoice
from .many import LIST, gives_roles
from .marks import marks_of

PER_PAGE = 50

DAY = "SHORT_DATE_FORMAT"
FILE_NAME = "assignments.csv"


class MatrixFilters(forms.Form):
    """By name, role, service group and department, and whether those without a role are shown."""

    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, widget=forms.TextInput({"type": "search"})
    )
    role = forms.ModelChoiceField(Role.objects.none(), label=gettext_lazy("Role"), required=False)
    service_group = GroupChoice(None, label=gettext_lazy("Service group"), required=False)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("Department"), required=False
    )
    people = forms.ChoiceField(
        label=gettext_lazy("People"),
        required=False,
        choices=[
            ("", gettext_lazy("only with roles here")),
            ("all", gettext_lazy("all")),
        ],
    )

    def __init__(self, data: Any, grants: Grants) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        seen = [role.pk for role in grants.roles.values() if where_to_delegate(grants, role)]
        fields["role"].queryset = Role.objects.filter(pk__in=seen)
        fields["service_group"].queryset = places_to_give(grants)
        fields["department"].queryset = Department.objects.all()
        for name in ("role", "service_group", "department"):
            fields[name].empty_label = _("all")

    @property
    def wanted(self) -> Wanted:
        """What was asked for; a choice that does not exist is none."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            name=asked.get("name") or "",
            role=asked.get("role"),
            service_group=asked.get("service_group"),
            department=asked.get("department"),
            only_with_roles=asked.get("people") != "all",
        )


@dataclass(frozen=True)
class Legend:
    """A mark, and the role it stands for."""

    mark: str
    role: str


@dataclass(frozen=True)
class PrintedRow:
    """A row as the template prints it; the cells are ready, as there may be thousands."""

    name: str
    is_group: bool
    inactive: bool
    give_url: str
    cells: SafeString


class _MatrixOfRequest:
    """The matrix that a person asks for, for those who give roles somewhere."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who gives some role somewhere."""
        if not gives_roles(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc] # a view follows

    @cached_property
    def filters(self) -> MatrixFilters:
        """The filters as they were sent."""
        return MatrixFilters(self.request.GET, grants_of(self.request.user))

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix that fits the filters."""
        return matrix_for(grants_of(self.request.user), self.filters.wanted)


class MatrixView(_MatrixOfRequest, WagtailAdminTemplateMixin, TemplateView):
    """People and groups of people × service groups."""

    template_name = "concept_pages/admin/assignment_matrix.html"
    page_title = gettext_lazy("Assignment matrix")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of assignments to here."""
        items = [{"url": reverse(LIST), "label": _("Role assignments")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of people, after the groups of people on the first one."""
        page = Paginator(self.matrix.people(), PER_PAGE).get_page(self.request.GET.get("p"))
        groups = list(self.matrix.groups()) if page.number == 1 else []
        rows = self.matrix.rows(groups, list(page.object_list))
        shown = _roles_in(rows)
        printer = _Printer(self.matrix, shown, marks_of(shown.values()))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "filters": self.filters,
            "columns": self.matrix.columns,
            "everywhere": self.matrix.everywhere,
            "rows": [printer.row(row) for row in rows],
            "page": page,
            "query": query.urlencode(),
            "some_end": any(
                mark.until for row in rows for marks in row.marks.values() for mark in marks
            ),
            "legend": [Legend(printer.marks[pk], str(role)) for pk, role in shown.items()],
        }


class MatrixFileView(_MatrixOfRequest, TemplateView):
    """The matrix with all its people as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file, and note that it was taken."""
        rows = self.matrix.rows(list(self.matrix.groups()), list(self.matrix.people()))
        record(AuditEntry.Event.EXPORTED, by=request.user, about=FILE_NAME)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        response.write(BOM)
        table = csv.writer(response)
        everywhere: list[int | None] = [None] if self.matrix.everywhere else []
        places = [*everywhere, *(column.pk for column in self.matrix.columns)]
        named = [_("everywhere")] if everywhere else []
        titles = [column.display_title() for column in self.matrix.columns]
        table.writerow(map(defused, [_("Who"), *named, *titles]))
        roles = _roles_in(rows)
        for row in rows:
            cells = ("; ".join(_said(mark, roles) for mark in row.marks.get(p, ())) for p in places)
            table.writerow(map(defused, [holder_name(row.holder), *cells]))
        return response


def _roles_in(rows: list[Row]) -> dict[int, Role]:
    """Return the roles that have a mark, by primary key."""
    shown = {mark.role for row in rows for marks in row.marks.values() for mark in marks}
    return {role.pk: role for role in Role.objects.filter(pk__in=shown)}


def _said(mark: Mark, roles: dict[int, Role]) -> str:
    """Return a mark in words, with the last day of what ends."""
    if mark.deputy_of:
        people = ", ".join(_until(name, day) for name, day in mark.deputy_of)
        words = {"role": roles[mark.role], "person": people}
        return _("%(role)s (as deputy of %(person)s)") % words
    said = str(roles[mark.role])
    if mark.through:
        said = _("%(role)s (through the group “%(group)s”)") % {
            "role": said,
            "group": mark.through,
        }
    return _until(said, mark.until) if mark.until else said


def _until(what: str, day: date) -> str:
    return _("%(what)s (until %(date)s)") % {"what": what, "date": date_format(day, DAY)}


class _Printer:
    """Prints rows: what does not change is worked out once, not for each of thousands of cells."""

    def __init__(self, matrix: Matrix, roles: dict[int, Role], marks: dict[int, str]) -> None:
        self.matrix, self.roles, self.marks = matrix, roles, marks
        self.give_many = reverse("assignments:give")
        self.give_one = reverse("role-assignments_modeladmin_create")
        self.change = reverse("role-assignments_modeladmin_edit", args=[0])
        gives = places_to_give(matrix.seer).values_list("pk", flat=True)
        self.places = set(gives) | ({None} if matrix.everywhere else set())
        self.hint = conditional_escape(_("Give a role here"))

    def row(self, row: Row) -> PrintedRow:
        """Return one row."""
        which, many = ("group", "groups") if row.is_group else ("user", "people")
        active = row.is_group or row.holder.is_active
        give = f"{self.give_one}?{which}={row.holder.pk}" if active else ""
        everywhere: list[int | None] = [None] if self.matrix.everywhere else []
        places = [*everywhere, *(column.pk for column in self.matrix.columns)]
        cells = "".join(self._cell(row.marks.get(place), place, give) for place in places)
        return PrintedRow(
            name=holder_name(row.holder),
            is_group=row.is_group,
            inactive=not active,
            give_url=f"{self.give_many}?{many}={row.holder.pk}" if active else "",
            cells=mark_safe(cells),  # noqa: S308 - every name in it is escaped below
        )

    def _cell(self, marks: list[Mark] | None, place: int | None, give: str) -> str:
        """Return a cell; the way to give a role there is a short cut for the mouse.

        Thousands of stops would bury a keyboard; the button beside the name does the same.
        """
        shown = "".join(map(self._mark, marks)) if marks else ""
        if not give or place not in self.places:
            return f"<td>{shown}</td>"
        address = f"{give}&amp;service_group={place or EVERYWHERE}"
        short_cut = (
            f'<a class="matrix__give" href="{address}" tabindex="-1" aria-hidden="true"'
            f' title="{self.hint}">+</a>'
        )
        return f"<td>{shown}{short_cut}</td>"

    def _mark(self, mark: Mark) -> str:
        name = conditional_escape(_said(mark, self.roles))
        short: str = conditional_escape(self.marks[mark.role])
        if len(mark.deputy_of) > 1:
            short = f"{short}\N{NARROW NO-BREAK SPACE}\N{MULTIPLICATION SIGN}{len(mark.deputy_of)}"
        if mark.until:
            short = f"{short}*"
        kind = "matrix__mark"
        if mark.deputy_of:
            kind += " matrix__mark--deputy"
        elif mark.through:
            kind += " matrix__mark--through"
        inner = f'<span aria-hidden="true">{short}</span><span class="w-sr-only">{name}</span>'
        if not mark.may_change:
            return f'<span class="{kind}" title="{name}">{inner}</span> '
        address = self.change.replace("/0/", f"/{mark.assignment}/")
        return f'<a class="{kind}" title="{name}" href="{address}">{inner}</a> '
