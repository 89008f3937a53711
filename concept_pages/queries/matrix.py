"""The assignment matrix: people and groups of people × service groups, as somebody rules them.

The number of queries does not depend on how many people, roles or service groups there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from workflows.people import name_of

from ..access.authority import deputies_of
from ..access.delegation import may_give, visible_assignments, where_to_delegate
from ..access.deputies import under_way
from ..access.grants import Grants, current_assignments
from ..models import Department, Role, RoleAssignment, ServiceGroupPage


@dataclass(frozen=True)
class Wanted:
    """By what the matrix is filtered; nothing chosen shows everything the person administers."""

    name: str = ""
    role: Role | None = None
    service_group: ServiceGroupPage | None = None
    department: Department | None = None
    only_with_roles: bool = True


@dataclass(frozen=True)
class Mark:
    """A role in a cell: of the holder's own, through a group of people, or as a deputy.

    `until` is the last day of what ends. As a deputy of several people a role has one mark.
    """

    assignment: int
    role: int
    through: str = ""
    may_change: bool = False
    until: date | None = None
    deputy_of: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Row:
    """A person or a group of people with marks by service group; None is everywhere."""

    holder: Any
    is_group: bool
    marks: dict[int | None, list[Mark]] = field(default_factory=dict)


@dataclass(frozen=True)
class Matrix:
    """What somebody administers and asked for; `everywhere` says whether there is such a column."""

    seer: Grants
    wanted: Wanted
    columns: list[ServiceGroupPage]
    everywhere: bool

    def people(self) -> QuerySet[Any]:
        """Return the people who have a row, by name; only active ones who have no role here."""
        people = get_user_model()._default_manager.order_by("last_name", "first_name", "username")
        for word in self.wanted.name.split():
            people = people.filter(
                Q(username__icontains=word)
                | Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
            )
        held = self._held()
        with_role = Q(pk__in=held.filter(user__isnull=False).values("user")) | Q(
            pk__in=get_user_model()
            ._default_manager.filter(groups__in=held.filter(group__isnull=False).values("group"))
            .values("pk")
        )
        with_role |= Q(pk__in=deputies_of(held, self.seer.roles.values()))
        condition = with_role if self.wanted.only_with_roles else with_role | Q(is_active=True)
        return people.filter(condition)

    def groups(self) -> QuerySet[Group]:
        """Return the groups of people that have a row."""
        groups = Group.objects.order_by("name")
        for word in self.wanted.name.split():
            groups = groups.filter(name__icontains=word)
        if self.wanted.only_with_roles:
            groups = groups.filter(pk__in=self._held().filter(group__isnull=False).values("group"))
        return groups

    def rows(self, groups: Sequence[Group], people: Sequence[Any]) -> list[Row]:
        """Return the rows of some groups and people, with their marks; six queries at most."""
        held = self._held()
        columns = ("pk", "role_id", "service_group_id", "ends_on")
        of_groups = held.filter(group__in=[group.pk for group in groups]).annotate(
            holder=F("group_id"), through=Value("")
        )
        pks = [person.pk for person in people]
        own = held.filter(user__in=pks).annotate(
            holder=F("user_id"),
            through=Coalesce(F("source__dn"), Value("")),  # a group in the directory
        )
        as_member = held.filter(group__user__in=pks).annotate(
            holder=F("group__user"), through=F("group__name")
        )
        marks = self._marks(
            own.values_list("holder", "through", *columns),
            as_member.values_list("holder", "through", *columns),
        )
        for holder, place, mark in self._marks_of_deputies(held, pks):
            marks[holder][place].append(mark)
        return [
            *_rows(groups, self._marks(of_groups.values_list("holder", "through", *columns)), True),
            *_rows(people, marks, False),
        ]

    def _held(self) -> QuerySet[RoleAssignment]:
        """Return the assignments that have a mark: current, administered, and asked for."""
        held = current_assignments().filter(visible_assignments(self.seer))
        if self.wanted.role is not None:
            held = held.filter(role=self.wanted.role)
        if self.wanted.service_group is not None or self.wanted.department is not None:
            here = Q(service_group__in=[column.pk for column in self.columns])
            held = held.filter(here | Q(service_group__isnull=True))
        return held.order_by("role__name_de", "pk")

    def _marks_of_deputies(
        self, held: QuerySet[RoleAssignment], people: Sequence[int]
    ) -> Iterator[tuple[int, int | None, Mark]]:
        """Yield (deputy, service group, mark) for what people hold as deputies today."""
        found: list[tuple[Any, ...]] = []
        for path in ("user__deputies_named__", "group__user__deputies_named__"):
            rows = held.filter(under_way(path), **{f"{path}deputy__in": people})
            columns = ("deputy", "person", "with_administrative", "ends_on")
            found += rows.values_list(
                "pk", "role_id", "service_group_id", "ends_on",
                *(f"{path}{column}" for column in columns),
            )  # fmt: skip
        principals = get_user_model()._default_manager.in_bulk({row[5] for row in found})
        gathered: dict[tuple[int, int | None, int], dict[str, date]] = defaultdict(dict)
        first: dict[tuple[int, int | None, int], int] = {}
        for pk, role, place, ends, deputy, person, administrative, until in found:
            if administrative or not self.seer.roles[role].administrative:
                cell, name = (deputy, place, role), name_of(principals[person])
                last = min(until, ends or until)
                gathered[cell][name] = max(last, gathered[cell].get(name, last))
                first.setdefault(cell, pk)
        for (deputy, place, role), people_until in gathered.items():
            mark = Mark(first[deputy, place, role], role, deputy_of=tuple(people_until.items()))
            yield deputy, place, mark

    def _marks(self, *lists: Iterable[tuple[Any, ...]]) -> dict[int, dict[int | None, list[Mark]]]:
        found: dict[int, dict[int | None, list[Mark]]] = defaultdict(lambda: defaultdict(list))
        for rows in lists:
            for holder, through, pk, role, place, until in rows:
                known = self.seer.roles[role]
                may_change = not through and may_give(self.seer, known, place)
                found[holder][place].append(Mark(pk, role, through, may_change, until))
        return found


def matrix_for(seer: Grants, wanted: Wanted) -> Matrix:
    """Return the matrix of what somebody administers; one query."""
    scopes = [where_to_delegate(seer, role) for role in seer.roles.values()]
    everywhere = any(scope.everywhere for scope in scopes)
    columns = ServiceGroupPage.objects.only("pk", "title", "title_en", "path").order_by("title")
    if not everywhere:
        own = frozenset[int]().union(*(scope.groups for scope in scopes))
        columns = columns.filter(pk__in=own)
    if wanted.service_group is not None:
        columns = columns.filter(pk=wanted.service_group.pk)
    if wanted.department is not None:
        columns = columns.filter(services__department=wanted.department).distinct()
    return Matrix(seer, wanted, list(columns), everywhere)


def _rows(
    holders: Sequence[Any], marks: dict[int, dict[int | None, list[Mark]]], is_group: bool
) -> list[Row]:
    return [Row(holder, is_group, dict(marks.get(holder.pk, {}))) for holder in holders]
