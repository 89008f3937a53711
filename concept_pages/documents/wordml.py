"""The elements of a Word file that a document needs, built directly: python-docx's own are slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any
"""An lxml element; lxml ships no types."""


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """Return `<w:tag w:attribute="…">` with children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """Return a paragraph in a style, named by its id."""
    head = element("pPr", element("pStyle", val=style), *properties)
    return element("p", head, *content)


def run(
    text: str, style: str = "", *, bold: bool = False, italic: bool = False, rtl: bool = False
) -> Element:
    """Return a piece of text; the style is the id of a character style."""
    properties = [
        *([element("rStyle", val=style)] if style else []),
        *([element("b")] if bold else []),
        *([element("i")] if italic else []),
        *([element("rtl")] if rtl else []),
    ]
    head = [element("rPr", *properties)] if properties else []
    return element("r", *head, *lines(text))


def tab() -> Element:
    """Return a step to the next tab stop."""
    return element("r", element("tab"))


def lines(text: str) -> list[Element]:
    """Return text with its line breaks and tabs as a run holds them."""
    made: list[Element] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        for index, part in enumerate(line.split("\t")):
            if index:
                made.append(element("tab"))
            if part:
                made.append(_text(part))
    return made


def _text(text: str) -> Element:
    made = element("t")
    made.text = text
    if text[0].isspace() or text[-1].isspace():
        made.set(qn("xml:space"), "preserve")
    return made


def field(instruction: str, *result: Element, dirty: bool = False) -> list[Element]:
    """Return the runs of a field with what it last said; a dirty one is worked out on opening."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    return [
        element("r", begin),
        element("r", code),
        element("r", element("fldChar", fldCharType="separate")),
        *result,
        element("r", element("fldChar", fldCharType="end")),
    ]


def bookmarked(name: str, number: int, *content: Element) -> list[Element]:
    """Return content with a bookmark around it."""
    start = element("bookmarkStart", id=str(number), name=name)
    return [start, *content, element("bookmarkEnd", id=str(number))]


def page_break() -> Element:
    """Return a paragraph that starts a new page."""
    return element("p", element("r", element("br", type="page")))


def table(rows: Iterable[Element], widths: Sequence[int], *, style: str) -> Element:
    """Return a table of fixed column widths, in twentieths of a point."""
    look = element("tblLook", firstRow="1", noVBand="1")
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=str(sum(widths)), type="dxa"),
        element("tblLayout", type="fixed"),
        look,
    )
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    return element("tbl", properties, grid, *rows)


def row(cells: Iterable[Element], *, head: bool = False) -> Element:
    """Return a row that stays on one page; a head is repeated on each page of the table."""
    marks = [element("cantSplit"), *([element("tblHeader")] if head else [])]
    return element("tr", element("trPr", *marks), *cells)


def cell(content: Sequence[Element], width: int, *, shade: str = "") -> Element:
    """Return a cell; Word wants at least one paragraph in it."""
    properties = element("tcPr", element("tcW", w=str(width), type="dxa"))
    if shade:
        properties.append(element("shd", val="clear", color="auto", fill=shade))
    return element("tc", properties, *(content or [element("p")]))
