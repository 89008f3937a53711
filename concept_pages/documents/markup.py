"""Blocks to HTML; shared by the web page, the HTML file and the PDF. Every text is escaped here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape

from .document import Block, Code, Heading, ItemList, Paragraph, Quote, Run, Table, plain_text


def text_html(text: str) -> str:
    """Return plain text as inline HTML; a line feed breaks the line."""
    return escape(text).replace("\n", "<br/>")


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction belongs to a script such as Arabic."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((d != "L" for d in directions if d in {"L", "R", "AL"}), False)


class Markup:
    """Writes blocks as HTML. A format with needs of its own overrides the method of that block."""

    # Headings inside an answer rank below those of the document, which end at h4.
    headings = ("h5", "h6", "h6")

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return blocks as HTML."""
        return "".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        """Return one block as HTML."""
        match block:
            case Paragraph(runs):
                return f"<p{direction(block)}>{self.runs(runs)}</p>"
            case Heading(level, runs):
                tag = self.headings[level - 1]
                return f"<{tag}{direction(block)}>{self.runs(runs)}</{tag}>"
            case Code():
                return self.code(block)
            case Quote(blocks):
                return f"<blockquote>{self.blocks(blocks)}</blockquote>"
            case ItemList():
                return self.item_list(block)
            case Table():
                return self.table(block)

    def runs(self, runs: tuple[Run, ...]) -> str:
        """Return pieces of text as inline HTML."""
        return "".join(map(self.run, runs))

    def run(self, run: Run) -> str:
        """Return one piece of text with its styles."""
        html = text_html(run.text)
        if run.code:
            html = f"<code>{html}</code>"
        if run.italic:
            html = f"<em>{html}</em>"
        if run.bold:
            html = f"<strong>{html}</strong>"
        if run.href:
            html = f'<a href="{escape(run.href)}" rel="noopener noreferrer">{html}</a>'
        return html

    def code(self, block: Code) -> str:
        """Return text whose white space counts."""
        return f"<pre>{escape(block.text)}</pre>"

    def item_list(self, block: ItemList) -> str:
        """Return a list; the first paragraph of an item needs no element of its own."""
        items = "".join(f"<li>{self.tight(item)}</li>" for item in block.items)
        if block.start is None:
            return f"<ul>{items}</ul>"
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"

    def table(self, block: Table) -> str:
        """Return a table that a narrow screen can scroll."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.header)
        body = "".join(f"<tr>{self.row(row, head=block.row_heads)}</tr>" for row in block.rows)
        return (
            '<div class="doc-table" tabindex="0"><table>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def row(self, row: tuple[tuple[Block, ...], ...], *, head: bool) -> str:
        """Return the cells of a row; with `head` the first one names the row."""
        cells = [f"<td>{self.tight(cell)}</td>" for cell in row]
        if head and row:
            cells[0] = f'<th scope="row">{self.tight(row[0])}</th>'
        return "".join(cells)

    def tight(self, blocks: tuple[Block, ...]) -> str:
        """Return the blocks of an item or a cell without an element around a leading paragraph."""
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and not direction(first):
            return self.runs(first.runs) + self.blocks(blocks[1:])
        return self.blocks(blocks)


def direction(block: Block) -> str:
    """Return the attribute that makes a block run from right to left, or ""."""
    return ' dir="rtl"' if is_right_to_left(plain_text(block)) else ""
