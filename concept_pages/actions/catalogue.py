"""Brings the catalogue up to date: departments, service groups, services and dependencies.

Plan before write: `plan_catalogue` says what would change and what is wrong, `apply_catalogue`
writes all of it or nothing. What the catalogue does not name stays as it is; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from wagtail.log_actions import log

from workflows.states import State

from ..access.grants import grants_of
from ..definition.answer_types.texts import UNPRINTABLE, is_printable, too_long
from ..definition.catalogue import (
    REQUIRED,
    Catalogue,
    Change,
    Changes,
    Entry,
    ServiceEntry,
    compare,
    facts_of,
)
from ..definition.circles import circles
from ..definition.elements import Text
from ..definition.problems import Message, Problem, gettext_noop
from ..models import AuditEntry, Department, Service, ServiceDependency, ServiceGroupPage
from ..queries.catalogue import stored_catalogue
from .audit import record
from .service_groups import change_group, create_group, page_above_groups
from .service_log import log_change
from .services import ServiceNotMoved, move_services

_STORED: dict[str, tuple[type[Model], dict[str, str]]] = {
    "departments": (Department, {"name_de": "name_de", "name_en": "name_en"}),
    "groups": (ServiceGroupPage, {"name_de": "title", "name_en": "title_en", "comment": "comment"}),
    "services": (Service, {"name_de": "name_de", "name_en": "name_en", "comment": "comment"}),
}
"""Which column keeps each text of an entry."""


@dataclass(frozen=True)
class CataloguePlan:
    """What a catalogue would change; where there are problems, nothing is written."""

    changes: Changes
    problems: tuple[Problem, ...] = ()
    circles: tuple[tuple[Text, ...], ...] = ()
    """Services that would need each other; allowed, but seldom meant."""


class CatalogueError(Exception):
    """A catalogue cannot be applied; `problems` says why, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class CatalogueChanged(CatalogueError):
    """The catalogue is no longer what a plan was made for; nothing is written."""

    def __init__(self) -> None:
        text = gettext_noop("The catalogue has changed meanwhile. Import the file once more.")
        super().__init__((Problem("", Message(text)),))


def plan_catalogue(catalogue: Catalogue, *, by: Any = None) -> CataloguePlan:
    """Return what a catalogue would change and what is wrong with it; write nothing.

    `by` is None for the command line, which may do everything.
    """
    present = stored_catalogue()
    changes = compare(catalogue, present)
    problems = [
        *_dangling(changes, present), *_beyond_columns(changes), *_retired_with_concept(changes),
    ]  # fmt: skip
    if by is not None:
        problems += _beyond_rights(changes, by)
    return CataloguePlan(changes, tuple(problems), tuple(_circles(changes, present)))


def apply_catalogue(
    catalogue: Catalogue, *, by: Any = None, seen: Changes | None = None
) -> Changes:
    """Write a catalogue and return what changed.

    Args:
        catalogue: What there should be.
        by: Who imports it; None is the command line.
        seen: What she was told that would change, if she was: nothing else is written.

    Raises:
        CatalogueChanged: somebody changes the same, or has done so since she was told.
        CatalogueError: something is wrong with it, she may not change a part of it, or a service
            cannot move; nothing is written.
    """
    try:
        with transaction.atomic():
            return _apply(catalogue, by, seen)
    except IntegrityError as error:  # what a form creates at the same time no plan has seen
        raise CatalogueChanged from error


def _apply(catalogue: Catalogue, by: Any, seen: Changes | None) -> Changes:
    page_above_groups()  # two imports come one after the other
    plan = plan_catalogue(catalogue, by=by)
    if seen is not None and plan.changes != seen:
        raise CatalogueChanged
    if plan.problems:
        raise CatalogueError(plan.problems)
    changes = plan.changes
    for part in (changes.added, changes.changed):
        _write_departments(part.departments)
    _write_groups(changes, by)
    _write_services(changes, by)
    if any(changes.counts):
        record(AuditEntry.Event.CATALOGUE_IMPORTED, by=by, detail=_counts(changes))
    return changes


# What is wrong ------------------------------------------------------------------------------------


def _dangling(changes: Changes, present: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each key that neither the catalogue nor the database explains."""
    groups = _keys(changes.added.groups, present.groups)
    departments = _keys(changes.added.departments, present.departments) | {""}
    services = _keys(changes.added.services, present.services)
    for entry in (*changes.added.services, *changes.changed.services):
        if not entry.group:
            yield _at(entry, "group", gettext_noop("The service group is missing."))
        elif entry.group not in groups:
            text = gettext_noop("There is no service group “%(key)s”.")
            yield _at(entry, "group", text, key=entry.group)
        if entry.department not in departments:
            text = gettext_noop("There is no department “%(key)s”.")
            yield _at(entry, "department", text, key=entry.department)
        yield from _dangling_needs(entry, services)
    for added in (*changes.added.departments, *changes.added.groups, *changes.added.services):
        if not added.name:
            text = gettext_noop("“%(key)s” is new and has no name.")
            yield Problem(_place(added, changes.added), Message(text, {"key": added.key}))


def _beyond_columns(changes: Changes) -> Iterator[Problem]:
    """Yield a problem for each text that its column cannot hold; not every database says so."""
    for name, (model, columns) in _STORED.items():
        for entry in (*getattr(changes.added, name), *getattr(changes.changed, name)):
            facts = facts_of(entry)
            for fact, column in columns.items():
                limit = getattr(model._meta.get_field(column), "max_length", None)
                for message in _misfits(facts[fact], limit):
                    yield Problem(f"{name} / {entry.key} / {fact}", message, entry.key)


def _misfits(text: str, limit: int | None) -> Iterator[Message]:
    if not is_printable(text):
        yield UNPRINTABLE
    if limit is not None and len(text) > limit:
        yield too_long(len(text), limit)


def _circles(changes: Changes, present: Catalogue) -> Iterator[tuple[Text, ...]]:
    """Yield the names along each circle that a service of the catalogue would be in."""
    touched = [*changes.added.services, *changes.changed.services]
    services = {entry.key: entry for entry in (*present.services, *touched)}
    needs = {
        key: [needed for needed, _kind in sorted(entry.needs or ()) if needed in services]
        for key, entry in services.items()
    }
    for circle in circles([entry.key for entry in touched], needs):
        yield tuple(services[key].name for key in circle)


def _dangling_needs(entry: ServiceEntry, services: set[str]) -> Iterator[Problem]:
    for needed, kind in sorted(entry.needs or ()):
        column = "requires" if kind == REQUIRED else "optional"
        if needed not in services:
            yield _at(entry, column, gettext_noop("There is no service “%(key)s”."), key=needed)
        elif needed == entry.key:
            yield _at(entry, column, gettext_noop("A service cannot depend on itself."))


def _retired_with_concept(changes: Changes) -> Iterator[Problem]:
    """Yield a problem for each service whose concept would be left without it."""
    retired = {
        after.key: after
        for before, after in _states(changes)
        if after.retired and not (before and before.retired)
    }
    covered = Service.objects.filter(key__in=retired, concept__isnull=False)
    for key in covered.exclude(concept__lifecycle__state=State.RETIRED).values_list(
        "key", flat=True
    ):
        text = gettext_noop(
            "This service has a security concept: take it out of operation on its own page, where "
            "it says what happens to the concept."
        )
        yield _at(retired[key], "retired", text)


def _beyond_rights(changes: Changes, by: Any) -> Iterator[Problem]:
    """Yield a problem for each entry that a person may not add or change."""
    grants = grants_of(by)
    if grants.may("service.edit", None):
        return
    known = {group.key: group.pk for group in ServiceGroupPage.objects.all()}
    for entry in (*changes.added.departments, *changes.changed.departments):
        text = gettext_noop(
            "Only those who may edit the services of every group add and change departments."
        )
        yield Problem(f"departments / {entry.key}", Message(text), entry.key)
    for entry in changes.added.groups:
        text = gettext_noop("Only those who may edit the services of every group add groups.")
        yield Problem(f"groups / {entry.key}", Message(text), entry.key)
    for entry in changes.changed.groups:
        if not grants.may("service.edit", known[entry.key]):
            text = gettext_noop("You may not change this service group.")
            yield Problem(f"groups / {entry.key}", Message(text), entry.key)
    for before, after in _states(changes):
        keys = {after.group, before.group if before else after.group}
        foreign = [key for key in keys if key and not grants.may("service.edit", known.get(key))]
        if foreign:
            text = gettext_noop("You may not change services of the group “%(key)s”.")
            yield _at(after, "group", text, key=", ".join(sorted(foreign)))


def _states(changes: Changes) -> Iterator[tuple[ServiceEntry | None, ServiceEntry]]:
    """Yield the services that are added or changed, before and after."""
    yield from ((None, entry) for entry in changes.added.services)
    yield from zip(changes.before.services, changes.changed.services, strict=True)


def _at(entry: ServiceEntry, column: str, text: str, **values: Any) -> Problem:
    return Problem(f"services / {entry.key} / {column}", Message(text, values), entry.key)


def _place(entry: Entry, added: Catalogue) -> str:
    lists = {"departments": added.departments, "groups": added.groups, "services": added.services}
    return next(f"{name} / {entry.key}" for name, entries in lists.items() if entry in entries)


# Writing ------------------------------------------------------------------------------------------


def _write_departments(entries: Iterable[Entry]) -> None:
    for entry in entries:
        Department.objects.update_or_create(key=entry.key, defaults=_names(entry))


def _write_groups(changes: Changes, by: Any) -> None:
    for entry in changes.added.groups:
        create_group(key=entry.key, name=entry.name, comment=entry.comment or "", by=by)
    for entry in changes.changed.groups:
        group = ServiceGroupPage.objects.get(key=entry.key)
        change_group(group, name=entry.name, comment=entry.comment or "", by=by)


def _write_services(changes: Changes, by: Any) -> None:
    groups = {group.key: group for group in ServiceGroupPage.objects.all()}
    departments = {department.key: department for department in Department.objects.all()}
    for entry in changes.added.services:
        made = Service.objects.create(
            key=entry.key, group=groups[entry.group or ""], **_fields(entry, departments)
        )
        log(instance=made, action="wagtail.create", user=by)
    for entry in changes.changed.services:
        Service.objects.filter(key=entry.key).update(**_fields(entry, departments))
    _move(changes.changed.services, groups, by)
    _write_dependencies((*changes.added.services, *changes.changed.services))
    _log_changes(changes.services, by)


def _move(entries: tuple[ServiceEntry, ...], groups: dict[str, ServiceGroupPage], by: Any) -> None:
    """Move services to the groups of the catalogue; those of one group move together."""
    for group in sorted({entry.group or "" for entry in entries}):
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
        for needed, kind in sorted(entry.needs or ())
    )


def _log_changes(changes: tuple[Change, ...], by: Any) -> None:
    services = Service.objects.in_bulk([one.after.key for one in changes], field_name="key")
    for one in changes:
        if isinstance(one.before, ServiceEntry) and isinstance(one.after, ServiceEntry):
            log_change(services[one.after.key], one.before, one.after, by=by)


def _fields(entry: ServiceEntry, departments: dict[str, Department]) -> dict[str, Any]:
    """Return what is written of a service; it is moved to its group."""
    return {
        **_names(entry),
        "department": departments.get(entry.department or ""),
        "comment": entry.comment or "",
        "retired": bool(entry.retired),
    }


def _names(entry: Entry) -> dict[str, str]:
    return {"name_de": entry.name.de, "name_en": entry.name.en}


def _keys(*entries: Iterable[Entry]) -> set[str]:
    return {entry.key for several in entries for entry in several}


def _counts(changes: Changes) -> dict[str, int]:
    added, changed = changes.counts
    services = (*changes.added.services, *changes.changed.services)
    return {"added": added, "changed": changed, "services": len(services)}
