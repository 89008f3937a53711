"""Reading JSON-like data without ever stumbling: a place in it, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, overload

from .elements import LANGUAGES, Text
from .problems import Message, Problem, gettext_noop

KEY = re.compile(r"[a-z][a-z0-9_]{0,79}")
MAX_DEPTH = 50
"""How deep groups or conditions may nest: far below what Python or a page tree can carry."""
MAX_PARTS = 100_000
MAX_PROBLEMS = 1_000

Choice = TypeVar("Choice", bound=StrEnum)
Data = dict[str, Any]


_KINDS = {
    dict: gettext_noop("named entries"),
    list: gettext_noop("a list"),
    tuple: gettext_noop("a list"),
    type(None): gettext_noop("nothing"),
    date: gettext_noop("a date"),
    datetime: gettext_noop("a date and time"),
    bytes: gettext_noop("something that is no text"),
    int: gettext_noop("a number with very many digits"),
}


class TooLarge(Exception):
    """There is more to read than any template holds; the problem is noted already."""


class _Log:
    """What one reading has found wrong, and how much it has read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.parts = 0


@dataclass(frozen=True)
class Place:
    """A spot in the data. `bad` notes a problem there; all places of a reading share the notes."""

    path: tuple[str, ...] = ()
    key: str = ""
    log: _Log = field(default_factory=_Log)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that was found wrong so far, here and elsewhere."""
        return tuple(self.log.problems)

    def below(self, *parts: str) -> Place:
        """Return a place further down."""
        return Place((*self.path, *parts), self.key, self.log)

    def element(self, key: str) -> Place:
        """Return the place of a group or question further down."""
        return Place((*self.path, key), key, self.log)

    def bad(self, text: str, **values: Any) -> None:
        """Note a problem at this place."""
        where = " / ".join(self.path) or "template"
        self.log.problems.append(Problem(where, Message(text, values), key=self.key))

    def count(self) -> None:
        """Count one part that is read.

        Raises:
            TooLarge: lists that contain themselves, or aliases of aliases, would never end.
        """
        self.log.parts += 1
        if self.log.parts > MAX_PARTS or len(self.log.problems) > MAX_PROBLEMS:
            self.bad(gettext_noop("There is too much to read, or too much of it is wrong."))
            raise TooLarge


@overload
def spelled(value: str) -> str: ...
@overload
def spelled(value: object) -> str | Message: ...
def spelled(value: object) -> str | Message:
    """Return a value as it may be quoted in a message: short, in plain words, and never failing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Python refuses to spell out integers of thousands of digits.
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**50):
        return repr(value)
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:59] + "…"
    return Message(_KINDS.get(type(value), gettext_noop("something else")))


def mapping(place: Place, data: object) -> Data:
    """Return the entries of a mapping; {} and a problem where it is none."""
    place.count()
    if not isinstance(data, dict):
        place.bad(
            gettext_noop("Expected named entries here, found %(found)s."), found=spelled(data)
        )
        return {}
    for key in data:
        if not isinstance(key, str):
            place.bad(
                gettext_noop("The name of an entry must be a text, not %(found)s."),
                found=spelled(key),
            )
    return {key: value for key, value in data.items() if isinstance(key, str)}


def known_only(place: Place, data: Data, known: Collection[str]) -> None:
    """Note every entry the format does not know, so that nothing is dropped unseen."""
    for name in data:
        if name not in known:
            place.bad(gettext_noop("Unknown entry “%(name)s”."), name=spelled(name))


def listing(place: Place, data: object) -> list[Any]:
    """Return a list; [] and a problem where it is none."""
    if isinstance(data, list | tuple):
        return list(data)
    place.bad(gettext_noop("Expected a list here, found %(found)s."), found=spelled(data))
    return []


def string(place: Place, data: object, *, default: str = "") -> str:
    """Return a string; the default where there is none, and a problem where it is no string."""
    if isinstance(data, str):
        return data
    if data is not None:
        place.bad(
            gettext_noop("Expected a text here, found %(found)s. Put it in quotation marks."),
            found=spelled(data),
        )
    return default


def strings(place: Place, data: object) -> tuple[str, ...]:
    """Return a list of strings; () where there is none."""
    if data is None:
        return ()
    found = listing(place, data)
    return tuple(string(place, item) for item in found if item is not None)


def flag(place: Place, data: object) -> bool:
    """Return true or false; false where there is none."""
    if isinstance(data, bool):
        return data
    if data is not None:
        place.bad(
            gettext_noop("Expected true or false here, found %(found)s."), found=spelled(data)
        )
    return False


def whole(place: Place, data: object) -> int | None:
    """Return a whole number from 0 on; None where there is none."""
    if data is None:
        return None
    if isinstance(data, int) and not isinstance(data, bool) and 0 <= data < 10**9:
        return data
    place.bad(
        gettext_noop("Expected a whole number from 0 on, found %(found)s."), found=spelled(data)
    )
    return None


def key(place: Place, data: object) -> str:
    """Return a well-formed key; "" and a problem where it is none."""
    if isinstance(data, str) and KEY.fullmatch(data):
        return data
    if data is None:
        place.bad(gettext_noop("The key is missing."))
    else:
        place.bad(
            gettext_noop(
                "“%(found)s” is no key: use small letters, digits and underscores, starting with "
                "a letter, at most 80 characters."
            ),
            found=spelled(data),
        )
    return ""


def choice(place: Place, data: object, kinds: type[Choice], unknown: str) -> Choice | None:
    """Return the member of an enumeration; None and the problem `unknown` where there is none."""
    if isinstance(data, str):
        for kind in kinds:
            if kind.value == data:
                return kind
    place.bad(unknown, found=spelled(data))
    return None


def text(place: Place, data: object, *, required: bool = False) -> Text:
    """Return a bilingual text {de, en}."""
    if data is None:
        if required:
            place.bad(gettext_noop("A text in German and English is needed."))
        return Text()
    entries = mapping(place, data)
    known_only(place, entries, LANGUAGES)
    return text_among(place, entries, required=required)


def text_among(place: Place, entries: Data, *, required: bool = False) -> Text:
    """Return the bilingual text that stands beside other entries, as in {key, de, en}."""
    found = Text(*(string(place.below(language), entries.get(language)) for language in LANGUAGES))
    if required and not (found.de.strip() or found.en.strip()):
        place.bad(gettext_noop("A text in German and English is needed."))
    return found
