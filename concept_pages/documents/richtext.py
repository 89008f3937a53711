"""Markdown to blocks, parsed once, so that every format prints the same. HTML in it stays text."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from .document import (
    Block,
    Code,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    paragraphs,
    printable,
)

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LEVELS = 3


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Without "html", tags are ordinary text.
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def richtext(text: str) -> tuple[Block, ...]:
    """Return Markdown as blocks. Nothing in it can become markup, and no image is ever fetched."""
    parser = _parser()
    tokens = parser.parse(printable(text))
    if any(token.level >= parser.options["maxNesting"] - 1 for token in tokens):
        return paragraphs(text)  # the parser drops what is nested deeper than that
    return _blocks(SyntaxTreeNode(tokens).children)


def safe_href(address: str) -> str:
    """Return an address that may be a link, or "" for anything that could run or read something."""
    address = address.strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in SAFE_SCHEMES else ""


def _blocks(nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(block for node in nodes if (block := _block(node)) is not None)


def _block(node: SyntaxTreeNode) -> Block | None:
    match node.type:
        case "paragraph":
            return Paragraph(_runs(node.children[0]))
        case "heading":
            return Heading(min(int(node.tag[1:]), LEVELS), _runs(node.children[0]))
        case "bullet_list":
            return ItemList(tuple(_blocks(item.children) for item in node.children))
        case "ordered_list":
            start = int(node.attrs.get("start", 1))
            return ItemList(tuple(_blocks(item.children) for item in node.children), start)
        case "blockquote":
            return Quote(_blocks(node.children))
        case "fence" | "code_block":
            return Code(node.content.rstrip("\n"))
        case "table":
            return _table(node)
        case _:  # a thematic break says nothing in a printed answer
            return None


def _table(node: SyntaxTreeNode) -> Table:
    head, *bodies = node.children
    header = tuple(
        "".join(run.text for run in _runs(cell.children[0])) for cell in head.children[0].children
    )
    rows = tuple(
        tuple((Paragraph(_runs(cell.children[0])),) for cell in row.children)
        for body in bodies
        for row in body.children
    )
    return Table(header, rows)


def _runs(inline: SyntaxTreeNode) -> Runs:
    """Return the runs of a line of nodes, neighbours of one style joined."""
    joined: list[Run] = []
    for run in _inline(inline.children, Run("")):
        if joined and replace(run, text="") == replace(joined[-1], text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _inline(nodes: list[SyntaxTreeNode], style: Run) -> list[Run]:
    """Return the runs of inline nodes; `style` is an empty run that carries what is open."""
    runs: list[Run] = []
    for node in nodes:
        match node.type:
            case "strong":
                runs += _inline(node.children, replace(style, bold=True))
            case "em":
                runs += _inline(node.children, replace(style, italic=True))
            case "link":
                runs += _link(node, style)
            case "code_inline":
                runs.append(replace(style, text=node.content, code=True))
            case "softbreak":
                runs.append(replace(style, text=" "))
            case "hardbreak":
                runs.append(replace(style, text="\n"))
            case "image":
                runs.append(replace(style, text=f"{node.content} ({node.attrs.get('src', '')})"))
            case _:
                runs.append(replace(style, text=node.content))
    return [run for run in runs if run.text]


def _link(node: SyntaxTreeNode, style: Run) -> list[Run]:
    """Return a link's words as a link, or with the address behind them if it must not be opened."""
    address = str(node.attrs.get("href", ""))
    href = safe_href(address)
    words = _inline(node.children, replace(style, href=href))
    if href:
        return words
    if node.markup == "autolink":
        return [replace(style, text=f"<{address}>")]
    return [*words, replace(style, text=f" ({address})")]
