"""Brings the catalogue up to date: departments, service groups, services and dependencies.

Plan before write: `plan_catalogue` says what would change and what is wrong, `apply_catalogue`
writes all of it or nothing. What the catalogue does not name stays as it is; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..definition.elements import Text
from ..definition.problems import Message, Problem, gettext_noop
from ..models import ConceptIndexPage, Department, Service, ServiceDependency, ServiceGroupPage
from .services import ServiceNotMoved, move_services

REQUIRED = ServiceDependency.Kind.REQUIRED.value
OPTIONAL = ServiceDependency.Kind.OPTIONAL.value


@dataclass(frozen=True)
class Entry:
    """A department or a service group of a catalogue."""

    key: str
    name: Text


@dataclass(frozen=True)
class ServiceEntry(Entry):
    """A service of a catalogue; everything else is named by its key."""

    group: str = ""
    department: str = ""
    needs: frozenset[tuple[str, str]] = frozenset()
    """The services it depends on, each with how much (required, optional)."""


@dataclass(frozen=True)
class Catalogue:
    """Departments, service groups and services: of a file, or of the database."""

    departments: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What a catalogue adds to, and changes in, another."""

    added: Catalogue
    changed: Catalogue

    @property
    def counts(self) -> tuple[int, int]:
        """How many entries are added, and how many changed."""
        return _size(self.added), _size(self.changed)


@dataclass(frozen=True)
class CataloguePlan:
    """What a catalogue would change; where there are problems, nothing is written."""

    changes: Changes
    problems: tuple[Problem, ...] = ()


class CatalogueError(Exception):
    """A catalogue cannot be applied; `problems` says why, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def plan_catalogue(catalogue: Catalogue) -> CataloguePlan:
    """Return what a catalogue would change and what is wrong with it; write nothing."""
    present = stored_catalogue()
    return CataloguePlan(_changes(catalogue, present), tuple(_dangling(catalogue, present)))


@transaction.atomic
def apply_catalogue(catalogue: Catalogue, *, by: Any = None) -> Changes:
    """Write a catalogue and return what changed. `by` is None for the command line.

    Raises:
        CatalogueError: something is wrong with it, or a service cannot move; nothing is written.
    """
    plan = plan_catalogue(catalogue)
    if plan.problems:
        raise CatalogueError(plan.problems)
    for part in (plan.changes.added, plan.changes.changed):
        _write_departments(part.departments)
        _write_groups(part.groups)
    _write_services(plan.changes, by)
    return plan.changes


def stored_catalogue() -> Catalogue:
    """Return what is in the database."""
    needs: dict[str, set[tuple[str, str]]] = {}
    rows = ServiceDependency.objects.values_list("service__key", "needs__key", "kind")
    for service, needed, kind in rows:
        needs.setdefault(service, set()).add((needed, kind))
    return Catalogue(
        departments=tuple(
            Entry(department.key, department.label) for department in Department.objects.all()
        ),
        groups=tuple(Entry(group.key, group.label) for group in ServiceGroupPage.objects.all()),
        services=tuple(
            ServiceEntry(
                service.key,
                service.label,
                service.group.key,
                service.department.key if service.department else "",
                frozenset(needs.get(service.key, ())),
            )
            for service in Service.objects.select_related("group", "department")
        ),
    )


def _changes(wanted: Catalogue, present: Catalogue) -> Changes:
    def split(entries: tuple[Any, ...], there: tuple[Any, ...]) -> tuple[Any, Any]:
        by_key = {entry.key: entry for entry in there}
        return (
            tuple(entry for entry in entries if entry.key not in by_key),
            tuple(entry for entry in entries if by_key.get(entry.key, entry) != entry),
        )

    departments = split(wanted.departments, present.departments)
    groups = split(wanted.groups, present.groups)
    services = split(wanted.services, present.services)
    return Changes(*(Catalogue(*part) for part in zip(departments, groups, services, strict=True)))


def _dangling(wanted: Catalogue, present: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each key that neither the catalogue nor the database explains."""
    groups = _keys(wanted.groups, present.groups)
    departments = _keys(wanted.departments, present.departments) | {""}
    services = _keys(wanted.services, present.services)
    for entry in wanted.services:
        where = f"services / {entry.key}"
        if entry.group not in groups:
            text = gettext_noop("There is no service group “%(key)s”.")
            yield Problem(f"{where} / group", Message(text, {"key": entry.group}), entry.key)
        if entry.department not in departments:
            text = gettext_noop("There is no department “%(key)s”.")
            yield Problem(
                f"{where} / department", Message(text, {"key": entry.department}), entry.key
            )
        for needed, kind in sorted(entry.needs):
            place = f"{where} / {'requires' if kind == REQUIRED else 'optional'}"
            if needed not in services:
                text = gettext_noop("There is no service “%(key)s”.")
                yield Problem(place, Message(text, {"key": needed}), entry.key)
            elif needed == entry.key:
                text = gettext_noop("A service cannot depend on itself.")
                yield Problem(place, Message(text), entry.key)


def _write_departments(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        Department.objects.update_or_create(key=entry.key, defaults=_names(entry))


def _write_groups(entries: tuple[Entry, ...]) -> None:
    """Add or rename service groups. They are live at once, as they say nothing but their name."""
    for entry in entries:
        group = ServiceGroupPage.objects.filter(key=entry.key).first()
        if group is None:
            group = ServiceGroupPage(key=entry.key, slug=entry.key.replace("_", "-"))
            group.title, group.title_en = entry.name.de, entry.name.en
            ConceptIndexPage.objects.get().add_child(instance=group)
        else:
            group.title, group.title_en = entry.name.de, entry.name.en
            group.save_revision().publish()


def _write_services(changes: Changes, by: Any) -> None:
    groups = {group.key: group for group in ServiceGroupPage.objects.all()}
    departments = {department.key: department for department in Department.objects.all()}
    for entry in changes.added.services:
        Service.objects.create(
            key=entry.key,
            group=groups[entry.group],
            department=departments.get(entry.department),
            **_names(entry),
        )
    for entry in changes.changed.services:
        Service.objects.filter(key=entry.key).update(
            department=departments.get(entry.department), **_names(entry)
        )
    _move(changes.changed.services, groups, by)
    _write_dependencies((*changes.added.services, *changes.changed.services))


def _move(entries: tuple[ServiceEntry, ...], groups: dict[str, ServiceGroupPage], by: Any) -> None:
    """Move services to the groups of the catalogue; those of one group move together."""
    for group in {entry.group for entry in entries}:
        keys = [entry.key for entry in entries if entry.group == group]
        try:
            move_services(Service.objects.filter(key__in=keys), to=groups[group], by=by)
        except ServiceNotMoved as reason:
            # The sentence is translated already, so it goes in as a value.
            message = Message("%(reason)s", {"reason": reason.sentence})
            raise CatalogueError((Problem(f"groups / {group}", message, group),)) from reason


def _write_dependencies(entries: tuple[ServiceEntry, ...]) -> None:
    """Replace the dependencies of these services by those of the catalogue."""
    pks = dict(Service.objects.values_list("key", "pk"))
    ServiceDependency.objects.filter(service__key__in=[entry.key for entry in entries]).delete()
    ServiceDependency.objects.bulk_create(
        ServiceDependency(service_id=pks[entry.key], needs_id=pks[needed], kind=kind)
        for entry in entries
        for needed, kind in sorted(entry.needs)
    )


def _names(entry: Entry) -> dict[str, str]:
    return {"name_de": entry.name.de, "name_en": entry.name.en}


def _keys(*entries: tuple[Entry, ...]) -> set[str]:
    return {entry.key for several in entries for entry in several}


def _size(catalogue: Catalogue) -> int:
    return len(catalogue.departments) + len(catalogue.groups) + len(catalogue.services)
