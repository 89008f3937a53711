"""What checking and saying an answer needs to know beside the question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..elements import Definition, Text
from ..problems import Message, gettext_noop

ProblemKind = Literal["missing", "implausible"]

MISFIT = Message(
    gettext_noop("This answer has a form that does not fit the question; please enter it again.")
)


class Names(Protocol):
    """The names of services by key; a dictionary of texts is one."""

    def get(self, key: str, /) -> Text | None:
        """Return the name of a service, or None where nobody knows it."""


def names_from_data(data: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    """Return the names that a release keeps as {key: {de, en}}."""
    return {
        key: Text(str(name.get("de", "")), str(name.get("en", ""))) for key, name in data.items()
    }


@dataclass(frozen=True)
class Context:
    """What an answer is checked against; `services` are the keys that exist, None if unknown."""

    definition: Definition
    services: Collection[str] | None = None


@dataclass(frozen=True)
class Speech:
    """How answers are said: the definition they belong to, the language, the names of services."""

    definition: Definition
    language: str
    names: Names


@dataclass(frozen=True)
class Finding:
    """Something an answer lacks or gets wrong, and in which cell.

    `row` counts the rows of a table from 0 and is the row's key in a matrix; `column` is a key.
    """

    message: Message
    kind: ProblemKind = "implausible"
    row: int | str | None = None
    column: str = ""


def unspeakable(value: Any, depth: int = 0) -> str:
    """Return something to print for a value that fits nothing; better odd than lost."""
    if isinstance(value, dict | list | tuple):
        if depth > 10:
            return "…"
        parts = value.values() if isinstance(value, dict) else value
        return ", ".join(filter(None, (unspeakable(part, depth + 1) for part in parts)))
    if value is None or isinstance(value, str):
        return value or ""
    try:
        return str(value)
    except ValueError:  # Python refuses to spell out integers of thousands of digits
        return "…"
