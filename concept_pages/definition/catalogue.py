"""The catalogue on paper: departments, service groups and services, and how two catalogues differ.

What an entry leaves unsaid is None: it stays as it is where there is such an entry, and is empty
where there is none. So a table with three columns changes nothing that the others would hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

from .elements import Text

REQUIRED = "required"
OPTIONAL = "optional"
KINDS = (REQUIRED, OPTIONAL)
"""How much is lost when a service fails that another one needs."""


@dataclass(frozen=True)
class Entry:
    """A department of a catalogue."""

    key: str
    name: Text

    def settled(self, there: Self | None) -> Self:
        """Return the entry with what it leaves unsaid: as it is there, or empty."""
        empty: dict[str, Any] = {
            "comment": "", "group": "", "department": "", "retired": False, "needs": frozenset(),
        }  # fmt: skip
        unsaid = {
            field.name: getattr(there, field.name) if there else empty[field.name]
            for field in fields(self)
            if getattr(self, field.name) is None
        }
        known = there.name if there else Text()
        name = Text(self.name.de or known.de, self.name.en or known.en)
        return replace(self, name=name, **unsaid)


@dataclass(frozen=True)
class GroupEntry(Entry):
    """A service group of a catalogue."""

    comment: str | None = None


@dataclass(frozen=True)
class ServiceEntry(Entry):
    """A service of a catalogue; everything else is named by its key."""

    group: str | None = None
    department: str | None = None
    """The key of the department, "" for none."""
    needs: frozenset[tuple[str, str]] | None = None
    """The services it depends on, each with how much (required, optional)."""
    comment: str | None = None
    retired: bool | None = None

    def needed(self, kind: str) -> tuple[str, ...]:
        """Return the keys of the services that it depends on so much, sorted."""
        return tuple(sorted(key for key, much in self.needs or () if much == kind))


@dataclass(frozen=True)
class Catalogue:
    """Departments, service groups and services: of a file, or of the database."""

    departments: tuple[Entry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.departments) + len(self.groups) + len(self.services)


@dataclass(frozen=True)
class Difference:
    """One field that two states of an entry differ in; `before` and `after` as JSON has them."""

    field: str
    before: Any
    after: Any


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Change:
    """An entry that is there already, before and after."""

    before: Entry
    after: Entry

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changes, field by field."""
        return differences(self.before, self.after)


@dataclass(frozen=True)
class Changes:
    """What a catalogue adds to, and changes in, another; nothing is left unsaid."""

    added: Catalogue = Catalogue()
    changed: Catalogue = Catalogue()
    before: Catalogue = Catalogue()
    """The changed entries as they were, in the same order."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many entries are added, and how many changed."""
        return self.added.size, self.changed.size

    @property
    def groups(self) -> tuple[Change, ...]:
        """The service groups that change."""
        return _pairs(self.before.groups, self.changed.groups)

    @property
    def departments(self) -> tuple[Change, ...]:
        """The departments that change."""
        return _pairs(self.before.departments, self.changed.departments)

    @property
    def services(self) -> tuple[Change, ...]:
        """The services that change."""
        return _pairs(self.before.services, self.changed.services)


def compare(wanted: Catalogue, present: Catalogue) -> Changes:
    """Return what a catalogue would add to, and change in, what is there."""
    departments = _split(wanted.departments, present.departments)
    groups = _split(wanted.groups, present.groups)
    services = _split(wanted.services, present.services)
    return Changes(*(Catalogue(*part) for part in zip(departments, groups, services, strict=True)))


def differences(before: Entry, after: Entry) -> tuple[Difference, ...]:
    """Return the fields that two states of an entry differ in."""
    return differing(facts_of(before), facts_of(after))


def facts_of(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry that nothing is unsaid in, as JSON has them."""
    return dict(_facts(entry))


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return where the fields of two states of an entry differ."""
    return tuple(
        Difference(field, before[field], after[field])
        for field in after
        if before[field] != after[field]
    )


def _facts(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Yield the fields in the order of the screens."""
    yield from (("name_de", entry.name.de), ("name_en", entry.name.en))
    if isinstance(entry, ServiceEntry):
        yield from (("group", entry.group), ("department", entry.department))
        yield ("requires", list(entry.needed(REQUIRED)))
        yield ("optional", list(entry.needed(OPTIONAL)))
        yield ("retired", entry.retired)
    if isinstance(entry, GroupEntry | ServiceEntry):
        yield ("comment", entry.comment)


def _split(wanted: Iterable[E], present: Iterable[E]) -> tuple[tuple[E, ...], ...]:
    """Return what is new, what changes, and what the latter was before."""
    by_key = {entry.key: entry for entry in present}
    settled = [entry.settled(by_key.get(entry.key)) for entry in wanted]
    changed = [entry for entry in settled if by_key.get(entry.key, entry) != entry]
    return (
        tuple(entry for entry in settled if entry.key not in by_key),
        tuple(changed),
        tuple(by_key[entry.key] for entry in changed),
    )


def _pairs(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[Change, ...]:
    return tuple(Change(*pair) for pair in zip(before, after, strict=True))
