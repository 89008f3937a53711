"""The catalogue as it is stored: the whole of it, or what belongs to some service groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ..access.grants import EVERYWHERE, Grants, Scope
from ..access.rights import ADMIN_RIGHTS
from ..definition.catalogue import Catalogue, Entry, GroupEntry, ServiceEntry
from ..definition.circles import circle_of
from ..definition.elements import Text
from ..models import Department, Service, ServiceDependency, ServiceGroupPage


def visible_scope(grants: Grants) -> Scope:
    """Return the service groups whose services a person sees in the admin."""
    return grants.where_any({"concept.read", *ADMIN_RIGHTS})


def groups_in(scope: Scope) -> QuerySet[ServiceGroupPage]:
    """Return the service groups of a scope."""
    groups: QuerySet[ServiceGroupPage] = ServiceGroupPage.objects.all()
    return groups if scope.everywhere else groups.filter(pk__in=scope.groups)


def stored_catalogue(scope: Scope = EVERYWHERE) -> Catalogue:
    """Return what is in the database; departments belong to no group, so all of them."""
    groups = groups_in(scope)
    services = Service.objects.filter(group__in=groups)
    return Catalogue(
        departments=tuple(Entry(one.key, one.label) for one in Department.objects.all()),
        groups=tuple(group_entry(group) for group in groups.order_by("path")),
        services=service_entries(services),
    )


def group_entry(group: ServiceGroupPage) -> GroupEntry:
    """Return a service group as a catalogue has it."""
    return GroupEntry(group.key, group.label, plain_lines(group.comment))


def service_entries(services: QuerySet[Service]) -> tuple[ServiceEntry, ...]:
    """Return services as a catalogue has them; two queries."""
    rows = ServiceDependency.objects.filter(service__in=services)
    needs: dict[int, set[tuple[str, str]]] = {}
    for service, needed, kind in rows.values_list("service", "needs__key", "kind"):
        needs.setdefault(service, set()).add((needed, kind))
    columns = (
        "pk", "key", "name_de", "name_en", "group__key", "department__key", "comment", "retired",
    )  # fmt: skip
    return tuple(_entry(row, needs.get(row[0], ())) for row in services.values_list(*columns))


def entry_of(pk: int) -> ServiceEntry:
    """Return one service as it is stored."""
    return service_entries(Service.objects.filter(pk=pk))[0]


def namesakes_of(service: Service) -> list[Service]:
    """Return the other services that are called the same in German or in English."""
    same = Q()
    for field in ("name_de", "name_en"):
        if name := getattr(service, field):
            same |= Q(**{f"{field}__iexact": name})
    others = Service.objects.filter(same) if same else Service.objects.none()
    return list(others.exclude(pk=service.pk).select_related("group").order_by("key"))


def circle_through(service: Service) -> list[Text]:
    """Return the names along a shortest circle of dependencies through a service; [] if none."""
    needs: dict[int, list[int]] = {}
    rows = ServiceDependency.objects.order_by("needs__key")
    for one, needed in rows.values_list("service", "needs"):
        needs.setdefault(one, []).append(needed)
    circle = circle_of(service.pk, needs)
    names = Service.objects.in_bulk(circle) if circle else {}
    return [names[pk].label for pk in circle]


def plain_lines(text: str) -> str:
    """Return a text whose lines end as in files; browsers send other ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _entry(row: tuple, needs: Iterable[tuple[str, str]]) -> ServiceEntry:
    _pk, key, name_de, name_en, group, department, comment, retired = row
    return ServiceEntry(
        key=key,
        name=Text(name_de, name_en),
        group=group,
        department=department or "",
        needs=frozenset(needs),
        comment=plain_lines(comment),
        retired=retired,
    )
