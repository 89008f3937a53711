"""Word: real styles and headings, a contents field, tables with repeated heads, page fields."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from . import wordml
from .columns import column_shares, is_too_wide
from .document import (
    Block,
    Code,
    Document,
    Entry,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Run,
    Section,
    State,
    Table,
    plain_text,
)
from .markup import is_right_to_left
from .word_styles import WordFile, open_word_file
from .wordml import Element, element, run

DEEPEST_HEADING = 6
CONTENTS_DEPTH = 2
DEEPEST_LIST = 8
HEAD_SHADE = "EEF1F5"


def render(document: Document, *, house_style: Path | None = None) -> bytes:
    """Return the document as a Word file.

    `house_style` is a .docx whose styles, margins, headers and footers are used; what it lacks is
    added, what it contains as text is left out.
    """
    file = open_word_file(document, house_style)
    writer = Writer(file)
    for part in writer.parts(document):
        file.append(part)
    out = io.BytesIO()
    file.word.save(out)
    return out.getvalue()


class Writer:
    """Turns a document into the elements of one Word file."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.bookmarks: dict[int, int] = {}
        self.links: dict[str, str] = {}

    # The document ---------------------------------------------------------------------------------

    def parts(self, document: Document) -> Iterator[Element]:
        """Yield the cover, the contents and the sections."""
        yield from self.cover(document)
        yield wordml.page_break()
        yield from self.contents(document)
        yield wordml.page_break()
        for depth, section in document.walk():
            yield from self.section(section, depth)

    def cover(self, document: Document) -> Iterator[Element]:
        """Yield the title, the facts and the notices."""
        if document.publisher:
            yield self.plain("SecDoc Publisher", document.publisher)
        yield self.plain("Title", document.title)
        if document.subtitle:
            yield self.plain("Subtitle", document.subtitle)
        names, texts = self.file.width * 3 // 10, self.file.width * 7 // 10
        rows = (
            wordml.row(
                (
                    wordml.cell([self.cell_head(fact.label)], names),
                    wordml.cell([self.plain("SecDoc Cell", line) for line in fact.lines], texts),
                )
            )
            for fact in document.facts
        )
        yield wordml.table(rows, (names, texts), style=self.file.style("SecDoc Facts"))
        for notice in document.notices:
            yield self.plain("SecDoc Notice", notice)

    def contents(self, document: Document) -> Iterator[Element]:
        """Yield the contents as a field that is filled already and that Word can work out anew."""
        yield self.plain("SecDoc Contents", _("Contents"))
        lines = [
            self.paragraph(f"TOC {depth}", self.contents_line(section))
            for depth, section in document.walk()
            if depth <= CONTENTS_DEPTH
        ]
        if lines:
            *begin, end = wordml.field(f'TOC \\o "1-{CONTENTS_DEPTH}" \\h', dirty=True)
            for index, part in enumerate(begin, start=1):
                lines[0].insert(index, part)
            lines[-1].append(end)
        yield from lines

    def contents_line(self, section: Section) -> Element:
        """Return a line of the contents: a link to the heading, and the page it is on."""
        name, _number = self.bookmark(section)
        page = wordml.field(f"PAGEREF {name} \\h", dirty=True)
        return element("hyperlink", run(section.heading), wordml.tab(), *page, anchor=name)

    def bookmark(self, section: Section) -> tuple[str, int]:
        """Return the name and the number of the bookmark at a heading."""
        number = self.bookmarks.setdefault(id(section), len(self.bookmarks) + 1)
        return f"_Section{number}", number

    # Its sections ---------------------------------------------------------------------------------

    def section(self, section: Section, depth: int) -> Iterator[Element]:
        """Yield a heading with its notes and entries; the sections below follow on their own."""
        heading = (run(section.heading), *self.marks(section))
        yield self.paragraph(
            f"Heading {min(depth, DEEPEST_HEADING)}",
            *wordml.bookmarked(*self.bookmark(section), *heading),
        )
        for note in filter(None, (section.help, *section.notes)):
            yield self.plain("SecDoc Note", note)
        for entry in section.entries:
            yield from self.entry(entry)

    def entry(self, entry: Entry) -> Iterator[Element]:
        """Yield a question with its answer; an unanswered one needs a single quiet line."""
        label = [run(entry.label), *self.marks(entry)]
        answered = entry.state is not State.NOT_ANSWERED
        if answered:
            yield self.paragraph("SecDoc Question", *label)
        else:
            said = " ".join(map(plain_text, entry.blocks))
            label.append(run(f" {said}", self.file.style("SecDoc Quiet")))
            yield self.paragraph("SecDoc Unanswered", *label)
        for note in filter(None, (entry.note, entry.help, *entry.remarks)):
            yield self.plain("SecDoc Note", note)
        if entry.before:
            yield self.plain("SecDoc Note", _("Before:"))
            yield from self.blocks(entry.before, "SecDoc Before")
        if answered:
            yield from self.blocks(entry.blocks)

    def marks(self, part: Entry | Section) -> list[Element]:
        """Return the marks behind a label: how confidential, how changed."""
        labels = filter(None, (part.level_label, part.change_label))
        return [run(f" [{label}]", self.file.style("SecDoc Mark")) for label in labels]

    # Its blocks -----------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...], style: str = "SecDoc Answer") -> Iterator[Element]:
        """Yield blocks, running text in the given style."""
        for block in blocks:
            match block:
                case Paragraph(runs):
                    yield self.text(style, runs)
                case Heading(_level, runs):
                    yield self.text("SecDoc Answer Heading", runs)
                case Code(text):
                    yield self.plain("SecDoc Code Block", text)
                case Quote(inner):
                    yield from self.blocks(inner, "SecDoc Quote")
                case ItemList():
                    yield from self.item_list(block, 0)
                case Table():
                    yield from self.table(block)
                case unknown:
                    assert_never(unknown)

    def item_list(self, block: ItemList, level: int) -> Iterator[Element]:
        """Yield the items of a list, lists inside one level deeper."""
        number = self.file.list_number(block.start)
        for item in block.items:
            leads = bool(item) and isinstance(item[0], Paragraph)
            yield self.text(
                "SecDoc List",
                item[0].runs if leads and isinstance(item[0], Paragraph) else (),
                element(
                    "numPr",
                    element("ilvl", val=str(level)),
                    element("numId", val=str(number)),
                ),
            )
            for inner in item[1:] if leads else item:
                if isinstance(inner, ItemList):
                    yield from self.item_list(inner, min(level + 1, DEEPEST_LIST))
                else:
                    yield from self.blocks((inner,), "SecDoc List Text")

    def table(self, block: Table) -> Iterator[Element]:
        """Yield a table whose head repeats, or a paragraph per row where it is too wide."""
        if is_too_wide(block):
            yield from (self.row_as_text(block.header, row) for row in block.rows)
            return
        widths = [round(share * self.file.width) for share in column_shares(block)]
        styles = ["SecDoc Cell"] * len(widths)
        if block.row_heads:
            styles[0] = "SecDoc Row Head"
        head = wordml.row(
            (
                wordml.cell([self.cell_head(name)], width, shade=HEAD_SHADE)
                for name, width in zip(block.header, widths, strict=True)
            ),
            head=True,
        )
        rows = (
            wordml.row(
                wordml.cell(list(self.blocks(content, style)), width)
                for content, width, style in zip(row, widths, styles, strict=True)
            )
            for row in block.rows
        )
        yield wordml.table((head, *rows), widths, style=self.file.style("SecDoc Table"))
        yield self.paragraph("SecDoc After Table")

    def row_as_text(self, header: tuple[str, ...], row: tuple[tuple[Block, ...], ...]) -> Element:
        """Return the filled cells of a row as lines, each after the name of its column."""
        filled = [(name, cell) for name, cell in zip(header, row, strict=True) if cell]
        runs: list[Run] = []
        for number, (name, cell) in enumerate(filled):
            runs.append(Run(("\n" if number else "") + f"{name}: ", bold=True))
            runs.append(Run(", ".join(map(plain_text, cell))))
        return self.text("SecDoc Row", tuple(runs))

    # Its text -------------------------------------------------------------------------------------

    def paragraph(self, style: str, *content: Element) -> Element:
        """Return a paragraph in a style, named as people name it."""
        return wordml.paragraph(self.file.style(style), *content)

    def plain(self, style: str, text: str) -> Element:
        """Return a paragraph of plain text."""
        return self.text(style, (Run(text),))

    def cell_head(self, text: str) -> Element:
        """Return the paragraph of a cell that names a row or column."""
        return self.text("SecDoc Cell", (Run(text, bold=True),))

    def text(self, style: str, runs: tuple[Run, ...], *properties: Element) -> Element:
        """Return a paragraph of styled text, from right to left where the text runs so."""
        rtl = is_right_to_left("".join(one.text for one in runs))
        if rtl:
            properties = (*properties, element("bidi"))
        return wordml.paragraph(
            self.file.style(style),
            *(self.run(one, rtl=rtl) for one in runs),
            properties=properties,
        )

    def run(self, one: Run, *, rtl: bool) -> Element:
        """Return a piece of text with its styles, as a hyperlink where it has an address."""
        style = "Hyperlink" if one.href else "SecDoc Code" if one.code else ""
        made = run(
            one.text,
            self.file.style(style) if style else "",
            bold=one.bold,
            italic=one.italic,
            rtl=rtl,
        )
        if not one.href:
            return made
        hyperlink = element("hyperlink", made)
        hyperlink.set(qn("r:id"), self.link(one.href))
        return hyperlink

    def link(self, address: str) -> str:
        """Return the id of an address in this file."""
        if address not in self.links:
            self.links[address] = self.file.word.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self.links[address]
