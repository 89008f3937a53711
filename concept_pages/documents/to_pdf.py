"""PDF: cover, contents with page numbers, bookmarks, running header and footer, embedded fonts."""

from __future__ import annotations

import gc
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf.config.resources import ResourceAccessPolicy

from .columns import column_shares, is_too_wide
from .document import (
    Block,
    Document,
    Entry,
    ItemList,
    Paragraph,
    Section,
    State,
    Table,
    plain_text,
)
from .markup import Markup, is_right_to_left, text_html
from .pdf_layout import LayoutError, lay_out

FONTS = Path(settings.BASE_DIR, "static/concept_pages/fonts")

# Only our own fonts may be read: an answer that names a file or an address fetches nothing.
POLICY = ResourceAccessPolicy(allow_remote=False, base_dir=FONTS)

# What the renderer logs quotes the markup around it, and so answers, which have no place in a log.
logging.getLogger("xhtml2pdf").setLevel(logging.CRITICAL + 1)

TEXT_FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf")
"""The fonts of running text, by preference; `pdf.html` names them, too."""

LINE = 80
"""Characters that fit a line whatever their widths."""


class PdfError(RuntimeError):
    """The PDF could not be made; the message is a translated sentence."""


def render(document: Document) -> bytes:
    """Return the document as PDF.

    Raises:
        PdfError: the renderer gave up.
    """
    html = render_to_string(
        "concept_pages/documents/pdf.html",
        {
            "document": document,
            "body": "".join(section_html(section, 1) for section in document.sections),
        },
    )
    try:
        with undisturbed():
            return lay_out(drawable(html), policy=POLICY, find_file=bundled)
    except LayoutError as error:
        raise PdfError(_("The PDF could not be made.")) from error


def drawable(text: str) -> str:
    """Return text with a box for each sign that our fonts lack, so that nobody overlooks it."""
    strange = {
        char
        for char in set(text) - _signs()
        if not char.isascii() and unicodedata.category(char)[0] in "LNPS"
    }
    return text.translate({ord(char): "□" for char in strange}) if strange else text


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """Return every sign that the fonts of the text can draw."""
    fonts = (TTFont(name, str(FONTS / name)) for name in TEXT_FONTS)
    return frozenset(chr(code) for font in fonts for code in font.face.charToGlyph)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector away: all lives until the end, and looking costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def bundled(uri: str, _relative_to: Any) -> str:
    """Return the path of a bundled font, whatever folder the markup names; nothing else exists."""
    return str(FONTS / Path(uri).name)


class PdfMarkup(Markup):
    """HTML as xhtml2pdf lays it out well; each paragraph and each cell costs time, twice."""

    headings = ("p class=h", "p class=h", "p class=h")

    def item_list(self, block: ItemList) -> str:
        """Return a bullet list; where every item fits its line, as one paragraph."""
        if is_of_lines(block):
            return f'<p class="list">{self.item_lines(block)}</p>'
        return super().item_list(block)

    def item_lines(self, block: ItemList) -> str:
        """Return the items of a list as lines of one paragraph."""
        return "<br/>".join(f"•&nbsp;&nbsp;{self.tight(item)}" for item in block.items)

    def table(self, block: Table, label: str = "") -> str:
        """Return a table whose head repeats, or a paragraph per row where it is too wide.

        A label (HTML) becomes a part of the head: it stays with the table, which may then begin
        at the foot of a page, and is said again on the next one.
        """
        if is_too_wide(block):
            rows = "".join(self.row_as_text(block.header, row) for row in block.rows)
            return f'<p class="q">{label}</p>{rows}' if label else rows
        head = "".join(
            f'<th width="{share:.1%}">{escape(name)}</th>'
            for share, name in zip(column_shares(block), block.header, strict=True)
        )
        body = "".join(f"<tr>{self.row(row, head=block.row_heads)}</tr>" for row in block.rows)
        if label:
            top = f'<tr><td class="label" colspan="{len(block.header)}">{label}</td></tr>'
            return f'<table class="t" repeat="2">{top}<tr>{head}</tr>{body}</table>'
        return f'<table class="t" repeat="1"><tr>{head}</tr>{body}</table>'

    def row_as_text(self, header: tuple[str, ...], row: tuple[tuple[Block, ...], ...]) -> str:
        """Return the filled cells of a row as lines, each after the name of its column."""
        lines = [
            f"<strong>{escape(name)}:</strong> {text_html(', '.join(map(plain_text, cell)))}"
            for name, cell in zip(header, row, strict=True)
            if cell
        ]
        return f'<p class="row">{"<br/>".join(lines)}</p>'


def is_of_lines(block: ItemList) -> bool:
    """Return whether each item of a bullet list needs one line only."""
    return block.start is None and all(map(fits_line, block.items))


def fits_line(item: tuple[Block, ...]) -> bool:
    """Return whether an item of a list surely needs one line only."""
    if len(item) != 1 or not isinstance(item[0], Paragraph):
        return False
    text = plain_text(item[0])
    return len(text) <= LINE and "\n" not in text and not is_right_to_left(text)


MARKUP = PdfMarkup()


def section_html(section: Section, depth: int) -> str:
    """Return a section and those below it; chapters are h1, so that bookmarks begin with them."""
    heading = f"h{min(depth, 6)}"
    marks = mark_html(section.level_label) + mark_html(section.change_label)
    parts = [f"<{heading}>{escape(section.heading)}{marks}</{heading}>"]
    parts += map(note_html, filter(None, (section.help, *section.notes)))
    parts += map(entry_html, section.entries)
    parts += [section_html(child, depth + 1) for child in section.sections]
    return "".join(parts)


def entry_html(entry: Entry) -> str:
    """Return a question with its answer; an unanswered one needs a single quiet line."""
    label = text_html(entry.label) + mark_html(entry.level_label) + mark_html(entry.change_label)
    notes = "".join(map(note_html, filter(None, (entry.note, entry.help, *entry.remarks))))
    if entry.before:
        notes += note_html(_("Before:")) + MARKUP.blocks(entry.before)
    if entry.state is State.NOT_ANSWERED:
        return f'<p class="none">{label} <em>{MARKUP.tight(entry.blocks)}</em></p>{notes}'
    match entry.blocks:
        case (Table() as table,) if not notes:
            return MARKUP.table(table, label)
        case (Paragraph(runs) as first, *rest) if not notes and not is_right_to_left(
            plain_text(first)
        ):
            return answer_html(label, MARKUP.runs(runs)) + MARKUP.blocks(rest)
        case (ItemList() as items, *rest) if not notes and is_of_lines(items):
            return answer_html(label, MARKUP.item_lines(items)) + MARKUP.blocks(rest)
    return f'<p class="q">{label}</p>{notes}{MARKUP.blocks(entry.blocks)}'


def answer_html(label: str, answer: str) -> str:
    """Return a label and lines below it as one paragraph.

    Half the work of two, and a long one may be cut where the page ends, but never behind its label.
    """
    return f'<p class="e"><b>{label}</b><br/>{answer}</p>'


def note_html(note: str) -> str:
    """Return a quiet line below a heading or a question."""
    return f'<p class="note">{text_html(note)}</p>'


def mark_html(label: str) -> str:
    """Return the mark of an entry or section that is more confidential than usual, or changed."""
    return f' <span class="level">[{escape(label)}]</span>' if label else ""
