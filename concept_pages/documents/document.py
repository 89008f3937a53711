"""The printed thing: frozen, complete, in one language; the only thing that a format sees.

What a reader may see is decided before a Document exists. A format never asks who is reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# XML 1.0 forbids these characters: Word would not open a file that holds one. Nobody can see them.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return `text` without characters that no format can carry, with plain line ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", text)


# Blocks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style; a line feed in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an answer, level 1 to 3; never part of the table of contents."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose white space counts."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; each item is a sequence of blocks. `start` is the first number, None for bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a header; `row_heads` says that each first cell names its row."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    row_heads: bool = False


Block = Paragraph | Heading | Code | Quote | ItemList | Table


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return plain text as paragraphs: an empty line parts them, a line feed breaks the line."""
    parts = (part.strip("\n").rstrip() for part in re.split(r"\n[ \t]*\n", printable(text)))
    return tuple(Paragraph((Run(part),)) for part in parts if part.strip())


def bullet_list(texts: Iterator[str] | tuple[str, ...] | list[str]) -> ItemList:
    """Return a bullet list with one plain text per item."""
    return ItemList(tuple(paragraphs(text) for text in texts))


def plain_text(block: Block) -> str:
    """Return the words of a block, without any style; the parts are parted by line feeds."""
    match block:
        case Paragraph(runs) | Heading(_, runs):
            return "".join(run.text for run in runs)
        case Code(text):
            return text
        case Quote(blocks):
            return "\n".join(plain_text(part) for part in blocks)
        case ItemList(items):
            return "\n".join(plain_text(part) for item in items for part in item)
        case Table(header, rows):
            cells = (plain_text(part) for row in rows for cell in row for part in cell)
            return "\n".join((*header, *cells))


# Entries and sections -----------------------------------------------------------------------------


class State(StrEnum):
    """Whether a question was answered."""

    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"


class Change(StrEnum):
    """How an entry differs from the release before."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One question with what is said about it.

    `blocks` is what is printed: the answer, or the sentence that there is none. `note` is a short
    line beside the label, such as the type of a template's question. `value` is the stored answer
    for formats that carry data. `level` is how confidential the entry is; `level_label` is printed
    where the level is stricter than usual. `remarks` are sentences that tell what changed,
    `before` is what the last release said.
    """

    key: str
    label: str
    blocks: tuple[Block, ...]
    state: State = State.ANSWERED
    help: str = ""
    note: str = ""
    value: Any = None
    level: str = ""
    level_label: str = ""
    change: Change | None = None
    change_label: str = ""
    remarks: tuple[str, ...] = ()
    before: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A chapter or anything below it: its own entries first, then its sections.

    `notes` are sentences below the heading (not applicable and why, answers withheld). `state`
    tells a section that was switched off, so that nothing stands in it; `switched` that this has
    changed since the release before.
    """

    key: str
    label: str
    number: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    level_label: str = ""
    state: State = State.ANSWERED
    entries: tuple[Entry, ...] = ()
    sections: tuple[Section, ...] = ()
    change: Change | None = None
    change_label: str = ""
    switched: bool = False

    @property
    def heading(self) -> str:
        """The number and the name, as a heading says them."""
        return f"{self.number} {self.label}".strip()

    def walk(self, depth: int = 1) -> Iterator[tuple[int, Section]]:
        """Yield this section and those below with their depth, in the order of the document."""
        yield depth, self
        for section in self.sections:
            yield from section.walk(depth + 1)


# Documents ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the metadata: a name and one or more lines of text. `key` names it for data."""

    key: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A concept or a template as it is printed for one clearance in one language.

    `version_label`, `date` and `fingerprint` are short forms for running footers; the facts say
    them in full. `notices` are sentences for the first page: that this is a draft, how many
    answers are withheld, how much has changed.
    """

    kind: str
    language: str
    title: str
    subtitle: str = ""
    publisher: str = ""
    classification: str = ""
    classification_label: str = ""
    version: str = ""
    version_label: str = ""
    date: str = ""
    fingerprint: str = ""
    draft: bool = False
    facts: tuple[Fact, ...] = ()
    notices: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    withheld: int = 0

    @property
    def origin(self) -> str:
        """The short line for running footers: version, date, and the beginning of the hash."""
        return " · ".join(filter(None, (self.version_label, self.date, self.fingerprint)))

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Yield every section with its depth (1 is a chapter), in the order of the document."""
        for section in self.sections:
            yield from section.walk()

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in the order of the document."""
        for _depth, section in self.walk():
            yield from section.entries
