"""The Word file before its text: page, styles, lists, running header and footer, properties."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import wordml
from .document import Document
from .wordml import Element, element

INK, QUIET, ACCENT, WARN = "1B2430", "5A6675", "0B4F79", "9A1B1B"
FONT, MONOSPACED = "Arial", "Consolas"
EMU_PER_TWIP = 635
LOCALES = {"de": "de-DE", "en": "en-GB"}
STRICT = frozenset({"confidential", "strictly_confidential"})

PARAGRAPH_STYLES: dict[str, dict[str, Any]] = {
    "SecDoc Publisher": {"size": 11, "color": QUIET, "after": 120},
    "SecDoc Notice": {"before": 10, "after": 4, "left": 8, "bar": ACCENT},
    "SecDoc Contents": {"size": 17, "color": ACCENT, "bold": True, "after": 8, "keep": True},
    "SecDoc Note": {"color": QUIET, "italic": True, "after": 3},
    "SecDoc Question": {"bold": True, "before": 8, "after": 1, "keep": True},
    "SecDoc Unanswered": {"color": QUIET, "before": 5, "after": 3},
    "SecDoc Answer": {"after": 4},
    "SecDoc Answer Heading": {"bold": True, "before": 4, "after": 2, "keep": True},
    "SecDoc Before": {"color": QUIET, "after": 4, "strike": True},
    "SecDoc Quote": {"color": QUIET, "after": 4, "left": 10, "bar": "D5DBE3"},
    "SecDoc Code Block": {"font": MONOSPACED, "size": 8.5, "after": 4, "shade": "F4F6F9"},
    "SecDoc List": {"after": 1},
    "SecDoc List Text": {"after": 3, "left": 18},
    "SecDoc Cell": {"size": 8.5, "after": 1, "before": 1},
    "SecDoc Row Head": {"size": 8.5, "bold": True, "after": 1, "before": 1},
    "SecDoc Row": {"after": 5, "left": 8, "bar": "C3CBD6"},
    "SecDoc After Table": {"size": 4, "after": 0, "line": 5},
    "SecDoc Running": {"size": 7.5, "color": QUIET, "after": 0, "right_tab": True},
    "TOC 1": {"bold": True, "before": 6, "after": 1, "right_tab": True},
    "TOC 2": {"left": 12, "after": 1, "right_tab": True},
}
CHARACTER_STYLES: dict[str, dict[str, Any]] = {
    "SecDoc Mark": {"size": 8, "color": WARN, "bold": False},
    "SecDoc Quiet": {"color": QUIET, "italic": True},
    "SecDoc Code": {"font": MONOSPACED, "size": 8.5},
    "SecDoc Strict": {"color": WARN, "bold": True},
    "Hyperlink": {"color": ACCENT, "underline": True},
}
HEADING = {"font": FONT, "color": ACCENT, "bold": True, "italic": False, "keep": True}
OWN_LOOK: dict[str, dict[str, Any]] = {
    "Normal": {"font": FONT, "size": 9.5, "color": INK},
    "Title": {"font": FONT, "size": 25, "color": ACCENT, "bold": True, "after": 6},
    "Subtitle": {"font": FONT, "size": 13, "color": QUIET, "italic": False, "after": 26},
    "Heading 1": {**HEADING, "size": 17, "before": 24, "after": 8},
    "Heading 2": {**HEADING, "size": 12.5, "before": 14, "after": 5},
    "Heading 3": {**HEADING, "size": 10.5, "before": 10, "after": 4},
    "Heading 4": {**HEADING, "size": 10, "before": 8, "after": 3},
    "Heading 5": {**HEADING, "size": 10, "before": 8, "after": 3},
    "Heading 6": {**HEADING, "size": 10, "before": 8, "after": 3},
}
"""How our own file looks; a house style keeps its own look for these."""

TEXT_WIDTH = 9412
"""What lies between the margins of our A4 page (166 mm), in twentieths of a point."""


class WordFile:
    """An open Word file that a document is written into."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.ids = {style.name: style.style_id for style in word.styles}
        self.body = word.element.body
        self.end = self.body.sectPr
        self._bullets = 0

    def style(self, name: str) -> str:
        """Return the id of a style; localised versions of Word choose ids of their own."""
        return self.ids[name]  # type: ignore[no-any-return] # python-docx ships few types

    def append(self, part: Element) -> None:
        """Add an element to the end of the text."""
        self.end.addprevious(part)

    @property
    def width(self) -> int:
        """What lies between the margins, in twentieths of a point."""
        page = self.word.sections[0]
        return int(page.page_width - page.left_margin - page.right_margin) // EMU_PER_TWIP

    def list_number(self, start: int | None) -> int:
        """Return the number of a list: the one for all bullets, or a new one that counts anew."""
        numbering = self.word.part.numbering_part.element
        if start is None:
            self._bullets = self._bullets or _add_list(numbering, ordered=False, start=1)
            return self._bullets
        return _add_list(numbering, ordered=True, start=start)


def open_word_file(document: Document, house_style: Path | None) -> WordFile:
    """Return a file that is ready for the text of a document."""
    changed = house_style.stat().st_mtime_ns if house_style else 0
    word = docx.Document(io.BytesIO(_prepared(house_style, changed)))
    file = WordFile(word)
    _write_running(file, document, keep=house_style is not None)
    _write_properties(word, document)
    return file


@lru_cache(maxsize=4)
def _prepared(house_style: Path | None, changed: int) -> bytes:
    """Return a file without text that has every style; `changed` makes room for a newer one."""
    word = docx.Document(str(house_style) if house_style else None)
    if house_style is None:
        _shape_page(word.sections[0])
        for name, look in OWN_LOOK.items():
            _dress(word.styles[name], look)
    known = {style.name for style in word.styles}
    looks = {WD_STYLE_TYPE.PARAGRAPH: PARAGRAPH_STYLES, WD_STYLE_TYPE.CHARACTER: CHARACTER_STYLES}
    for kind, styles in looks.items():
        for name in styles.keys() - known:
            made = word.styles.add_style(name, kind)
            if kind is WD_STYLE_TYPE.PARAGRAPH:
                made.base_style = word.styles["Normal"]
            _dress(made, styles[name])
    for name in {"SecDoc Table", "SecDoc Facts"} - known:
        _add_table_style(word, name)
    for name in OWN_LOOK.keys() - {style.name for style in word.styles}:
        _dress(word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), OWN_LOOK[name])
    body = word.element.body
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


# The look -----------------------------------------------------------------------------------------


def _shape_page(page: Any) -> None:
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(25), Mm(23)
    page.header_distance = page.footer_distance = Mm(11)


def _dress(style: Any, look: dict[str, Any]) -> None:
    """Give a style its look; what the look does not name stays as it is."""
    font = style.font
    if "font" in look:
        font.name = look["font"]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), look["font"])
    if "size" in look:
        font.size = Pt(look["size"])
    if "color" in look:
        font.color.rgb = RGBColor.from_string(look["color"])
    for name in ("bold", "italic", "underline", "strike"):
        if name in look:
            setattr(font, name, look[name])
    if style.type == WD_STYLE_TYPE.PARAGRAPH:
        _shape_paragraph(style, look)


def _shape_paragraph(style: Any, look: dict[str, Any]) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 3))
    shape.left_indent = Pt(look.get("left", 0))
    shape.keep_with_next = look.get("keep", False)
    shape.widow_control = True
    if "line" in look:
        shape.line_spacing = Pt(look["line"])
    properties = style.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is not None:
        properties.remove(borders)
    if "bar" in look:
        bar = element("left", val="single", sz="12", space="6", color=look["bar"])
        properties.insert_element_before(
            element("pBdr", bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    if "shade" in look:
        shade = element("shd", val="clear", color="auto", fill=look["shade"])
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc")
    if look.get("right_tab"):
        tab = element("tab", val="right", pos=str(TEXT_WIDTH))
        if style.name.startswith("TOC"):
            tab.set(qn("w:leader"), "dot")
        properties.insert_element_before(element("tabs", tab), "w:spacing", "w:ind", "w:jc")


def _add_table_style(word: Any, name: str) -> None:
    """Add a table style: a grid for answers, quiet lines between the facts of the cover."""
    style = word.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    shown = sides if name == "SecDoc Table" else ("bottom", "insideH")
    lines = [element(side, val="single", sz="4", space="0", color="C3CBD6") for side in shown]
    margins = [element(side, w="80", type="dxa") for side in ("left", "right")]
    style.element.append(
        element("tblPr", element("tblBorders", *lines), element("tblCellMar", *margins))
    )


def _add_list(numbering: Element, *, ordered: bool, start: int) -> int:
    """Add a list of nine levels to the file and return the number that paragraphs name."""
    kinds = {True: ("decimal", "%{level}."), False: ("bullet", "•")}
    kind, mark = kinds[ordered]
    abstract = _next_id(numbering, "abstractNum", "abstractNumId")
    levels = []
    for level in range(9):
        indent = element("ind", left=str(360 * (level + 1)), hanging="270")
        levels.append(
            element(
                "lvl",
                element("start", val=str(start if level == 0 else 1)),
                element("numFmt", val=kind),
                element("lvlText", val=mark.replace("{level}", str(level + 1))),
                element("lvlJc", val="left"),
                element("pPr", indent),
                ilvl=str(level),
            )
        )
    made = element("abstractNum", element("multiLevelType", val="hybridMultilevel"), *levels,
                   abstractNumId=str(abstract))  # fmt: skip
    first_number = numbering.find(qn("w:num"))
    if first_number is None:
        numbering.append(made)
    else:
        first_number.addprevious(made)
    number = _next_id(numbering, "num", "numId")
    numbering.append(element("num", element("abstractNumId", val=str(abstract)), numId=str(number)))
    return number


def _next_id(numbering: Element, tag: str, attribute: str) -> int:
    taken = (int(found.get(qn(f"w:{attribute}"))) for found in numbering.findall(qn(f"w:{tag}")))
    return max(taken, default=0) + 1


# What belongs to one document ---------------------------------------------------------------------


def _write_running(file: WordFile, document: Document, *, keep: bool) -> None:
    """Write header and footer; with `keep`, those that a house style has are left alone."""
    page = file.word.sections[0]
    page.different_first_page_header_footer = True
    strict = "SecDoc Strict" if document.classification in STRICT else ""
    label = wordml.run(document.classification_label, file.style(strict) if strict else "")
    number = [
        wordml.run(f"{_('Page')} "),
        *wordml.field("PAGE", wordml.run("1")),
        wordml.run(" / "),
        *wordml.field("NUMPAGES", wordml.run("1")),
    ]
    for place, content in (
        (page.first_page_header, [wordml.tab(), label]),
        (page.header, [wordml.run(document.title), wordml.tab(), label]),
        (page.first_page_footer, [wordml.run(document.origin)]),
        (page.footer, [wordml.run(document.origin), wordml.tab(), *number]),
    ):
        if keep and any(p.text.strip() for p in place.paragraphs):
            continue
        root = place.paragraphs[0]._p
        root.getparent().replace(
            root, wordml.paragraph(file.style("SecDoc Running"), *(_copy(part) for part in content))
        )


def _copy(part: Element) -> Element:
    """Return a copy: an element can be in one place only."""
    return part.__deepcopy__(None)


def _write_properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title = document.title
    properties.subject = document.subtitle
    properties.author = properties.last_modified_by = document.publisher
    properties.category = document.classification_label
    properties.comments = ""
    properties.keywords = " ".join((document.kind, document.fingerprint)).strip()
    properties.version = document.version
    properties.language = LOCALES.get(document.language, document.language)
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")) if defaults is not None else ():
        language.set(qn("w:val"), properties.language)
