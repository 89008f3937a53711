"""From a catalogue file (`services/1`) to a catalogue, with a place for all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ..definition import reading
from ..definition.catalogue import (
    OPTIONAL,
    REQUIRED,
    Catalogue,
    Entry,
    GroupEntry,
    ServiceEntry,
)
from ..definition.elements import LANGUAGES
from ..definition.problems import Problem, gettext_noop
from ..definition.reading import Place, TooLarge
from .catalogue_problems import PartlyWrong
from .yaml_file import FileError, read_yaml
from .yaml_lines import located

FORMAT = "services/1"

_FILE_ENTRIES = ("format", "departments", "groups", "services")
_NAMED_ENTRIES = ("key", *LANGUAGES)
# The last two are remarks for people who read the file.
_SERVICE_ENTRIES = (
    *_NAMED_ENTRIES, "group", "department", "requires", "optional", "comment", "retired",
    "in_thesis", "example",
)  # fmt: skip
_ENTRY_OF_COLUMN = {f"name_{language}": language for language in LANGUAGES}

E = TypeVar("E", bound=Entry)


def read_catalogue(source: bytes) -> Catalogue:
    """Return what a catalogue file says.

    Raises:
        FileError: it is no YAML, or there is too much of it.
        PartlyWrong: with everything that is wrong with the file, entry by entry.
    """
    place = Place(("catalogue",))
    try:
        catalogue = _catalogue(place, read_yaml(source))
    except TooLarge:
        raise FileError(place.problems) from None
    if place.problems:
        locate = partial(placed, source)
        raise PartlyWrong(locate(place.problems), catalogue, locate)
    return catalogue


def placed(source: bytes, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems with the line of the file that they are about, in the words of the file."""
    renamed = [replace(problem, where=_in_file(problem.where)) for problem in problems]
    return located(renamed, source, root="catalogue", first=1)


def _in_file(where: str) -> str:
    """Return a path with the name that an entry has in files; a plan says which column it is."""
    path = where.split(" / ")
    return " / ".join([*path[:2], *(_ENTRY_OF_COLUMN.get(name, name) for name in path[2:])])


def _catalogue(place: Place, data: object) -> Catalogue:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        place.bad(
            gettext_noop("This is no catalogue: “format” must be “%(format)s”."), format=FORMAT
        )
        return Catalogue()
    entries = reading.mapping(place, data)
    reading.known_only(place, entries, _FILE_ENTRIES)
    top = Place(log=place.log)
    return Catalogue(
        departments=_entries(top.below("departments"), entries.get("departments"), _named),
        groups=_entries(top.below("groups"), entries.get("groups"), _group),
        services=_entries(top.below("services"), entries.get("services"), _service),
    )


def _entries(place: Place, data: object, read: Callable[[Place, reading.Data], E]) -> tuple[E, ...]:
    """Return the entries of a list, each key once."""
    found: dict[str, E] = {}
    for number, item in enumerate(reading.listing(place, [] if data is None else data), start=1):
        name = item.get("key") if isinstance(item, dict) else None
        spot = place.element(name if isinstance(name, str) else str(number))
        entry = read(spot, reading.mapping(spot, item))
        if entry.key in found:
            spot.bad(gettext_noop("The key “%(key)s” is there twice."), key=entry.key)
        if entry.key:
            found[entry.key] = entry
    return tuple(found.values())


def _named(place: Place, data: reading.Data) -> Entry:
    reading.known_only(place, data, _NAMED_ENTRIES)
    return Entry(
        reading.key(place, data.get("key")), reading.text_among(place, data, required=True)
    )


def _group(place: Place, data: reading.Data) -> GroupEntry:
    reading.known_only(place, data, (*_NAMED_ENTRIES, "comment"))
    return GroupEntry(
        reading.key(place, data.get("key")),
        reading.text_among(place, data, required=True),
        _comment(place, data),
    )


def _service(place: Place, data: reading.Data) -> ServiceEntry:
    reading.known_only(place, data, _SERVICE_ENTRIES)
    required = reading.strings(place.below("requires"), data.get("requires"))
    optional = reading.strings(place.below("optional"), data.get("optional"))
    _refuse_repeated(place, (*required, *optional))
    department = data.get("department")
    return ServiceEntry(
        key=reading.key(place, data.get("key")),
        name=reading.text_among(place, data, required=True),
        group=reading.key(place.below("group"), data.get("group")),
        department="" if department is None else reading.key(place.below("department"), department),
        needs=frozenset(
            [(key, REQUIRED) for key in required] + [(key, OPTIONAL) for key in optional]
        ),
        comment=_comment(place, data),
        retired=reading.flag(place.below("retired"), data["retired"])
        if "retired" in data
        else None,
    )


def _comment(place: Place, data: reading.Data) -> str | None:
    """Return the comment; None where an older file has none, so that it stays as it is."""
    if "comment" not in data:
        return None
    return reading.string(place.below("comment"), data["comment"])


def _refuse_repeated(place: Place, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            place.bad(gettext_noop("The service “%(key)s” is named twice."), key=key)
        seen.add(key)
