"""Plain text, wrapped at 80 columns, for mails, terminals and comparisons."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import assert_never

from django.utils.translation import gettext as _

from .document import (
    Block,
    Code,
    Document,
    Entry,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Runs,
    Section,
    State,
    Table,
    plain_text,
)

WIDTH = 80
UNDERLINES = {1: "=", 2: "-"}


def render(document: Document) -> bytes:
    """Return the document as text in UTF-8."""
    lines = [line.rstrip() for line in _document(document)]
    return ("\n".join(lines).strip("\n") + "\n").encode()


def _document(document: Document) -> Iterator[str]:
    if document.classification_label:
        yield f"[{document.classification_label}]"
        yield ""
    yield from _underlined(document.title, "=")
    yield document.subtitle
    yield ""
    for fact in document.facts:
        yield from _wrapped(f"{fact.label}: {'; '.join(fact.lines)}", hanging=2)
    for notice in document.notices:
        yield ""
        yield from _wrapped(notice)
    for depth, section in document.walk():
        yield from _section(section, depth)


def _section(section: Section, depth: int) -> Iterator[str]:
    yield ""
    yield ""
    heading = section.heading + _marks(section)
    underline = UNDERLINES.get(depth)
    yield from _underlined(heading, underline) if underline else (heading,)
    for note in filter(None, (section.help, *section.notes)):
        yield ""
        yield from _wrapped(note)
    for entry in section.entries:
        yield ""
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    label = entry.label + _marks(entry)
    if entry.state is State.NOT_ANSWERED:
        yield from _wrapped(f"{label}: {' '.join(map(plain_text, entry.blocks))}", hanging=2)
        return
    yield from _wrapped(label)
    for note in filter(None, (entry.note, entry.help, *entry.remarks)):
        yield from _wrapped(note, indent=4)
    if entry.before:
        yield from _wrapped(_("Before:"), indent=4)
        yield from _indented(_blocks(entry.before), 8)
    yield from _indented(_blocks(entry.blocks), 4)


def _marks(part: Entry | Section) -> str:
    return "".join(f" [{label}]" for label in (part.level_label, part.change_label) if label)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                for line in _said(runs).split("\n"):
                    yield from _wrapped(line)
            case Code(text):
                yield from _indented(text.split("\n"), 4)
            case Quote(inner):
                yield from (f"> {line}" for line in _blocks(inner))
            case ItemList(items, start):
                for number, item in enumerate(items, start=start or 0):
                    yield from _item(_blocks(item), "- " if start is None else f"{number}. ")
            case Table(header, rows):
                for row in rows:
                    yield from _item(_row(header, row), "- ")
            case unknown:
                assert_never(unknown)


def _row(header: tuple[str, ...], row: tuple[tuple[Block, ...], ...]) -> Iterator[str]:
    """Yield the filled cells of a row, each after the name of its column."""
    for name, cell in zip(header, row, strict=True):
        if cell:
            text = " / ".join(map(plain_text, cell))
            yield from _wrapped(f"{name}: {text}" if name else text, hanging=2)


def _item(lines: Iterable[str], mark: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield (mark if number == 0 else " " * len(mark)) + line


def _said(runs: Runs) -> str:
    """Return the words, with the address behind those of a link that do not name it."""
    return "".join(
        run.text if not run.href or run.href.endswith(run.text) else f"{run.text} <{run.href}>"
        for run in runs
    )


def _underlined(text: str, line: str) -> tuple[str, str]:
    return text, line * min(len(text), WIDTH)


def _indented(lines: Iterable[str], by: int) -> Iterator[str]:
    yield from (" " * by + line for line in lines)


def _wrapped(text: str, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """Return text in lines that fit, long words and addresses whole."""
    return textwrap.wrap(
        text,
        WIDTH - indent,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
