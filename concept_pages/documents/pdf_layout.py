"""A document laid out by xhtml2pdf in one pass, though its first pages tell of its last.

xhtml2pdf lays a document with a table of contents out twice: only then it knows the page numbers.
Here a number that is not known yet is a form: a drawing that a PDF may use before it is defined.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from html import escape
from textwrap import shorten
from threading import Lock
from typing import Any, NamedTuple
from uuid import uuid4

from reportlab.pdfbase.pdfmetrics import getAscent, stringWidth
from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.document import pisaStory
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc, PmlParagraph, PmlTableOfContents

UNKNOWN = 99
"""A number that is not known yet has the room of this one; in a longer document, it juts out."""

LONGEST_ENTRY = 200
"""Characters of a heading that the contents quote."""

PAGE_NUMBER = "page-number"
"""The `@frame` whose text says where we are: `{page}` of, as its last word, `{pages}`."""

# xhtml2pdf and ReportLab keep the fonts of the document at work in globals.
_ONE_AT_A_TIME = Lock()


class LayoutError(RuntimeError):
    """xhtml2pdf could not read all of the document."""


def lay_out(
    html: str, *, policy: ResourceAccessPolicy, find_file: Callable[[str, Any], str]
) -> bytes:
    """Return a document as PDF; it begins with its first `@page` and has one `<pdf:toc>`.

    Raises:
        LayoutError: xhtml2pdf could not read all of the document.
    """
    with _ONE_AT_A_TIME, use_policy(policy), render_budget(policy):
        try:
            read = pisaStory(html, link_callback=find_file, resource_policy=policy)
            if read.err:
                raise LayoutError
            return _lay_out(read)
        finally:
            cleanFiles()
            reset_caches()


def _lay_out(read: Any) -> bytes:
    out = io.BytesIO()
    meta = {name: read.meta[name].strip() for name in ("title", "author", "subject")}
    document = NumberedDocument(out, pagesize=read.pageSize, lang=read.lang_tag, **meta)
    document.addPageTemplates(list(read.templateList.values()))
    document.pisaPositioned = read.positioned
    document.write(read.story)
    return out.getvalue()


class Look(NamedTuple):
    """How a number is written."""

    font: str
    size: float
    color: Any

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return float(stringWidth(text, self.font, self.size))

    @property
    def room(self) -> float:
        """How wide a number is that is not known yet."""
        return self.width(str(UNKNOWN))

    def apply(self, canvas: Canvas) -> None:
        """Write like this from now on."""
        canvas.setFont(self.font, self.size)
        canvas.setFillColor(self.color)


class NumberedDocument(PmlBaseDoc):
    """A document that draws its unknown numbers when all of its pages are there."""

    def write(self, story: list[Any]) -> None:
        """Lay a story out, and save it."""
        self._looks: dict[str, Look] = {}
        self._known: dict[str, int] = {}
        self._footers = {one.id: self._take_footer(one) for one in self.pageTemplates}
        [place] = [n for n, part in enumerate(story) if isinstance(part, PmlTableOfContents)]
        headings = [part for part in story if getattr(part, "outline", False)]
        for heading in headings:
            heading.__class__ = Heading
            heading.tocKey = uuid4().hex  # xhtml2pdf would choose it when it draws the heading
        story[place] = Contents(story[place], headings)
        self._doSave = False  # the numbers are still missing
        self.build(story)
        self._known[PAGE_NUMBER] = self.page
        self._draw_numbers()
        self.canv.save()

    def _take_footer(self, template: Any) -> Any:
        """Return the frame of the page number, which xhtml2pdf shall not fill, or None."""
        found = [frame for frame in template.pisaStaticList if frame.id == PAGE_NUMBER]
        template.pisaStaticList = [one for one in template.pisaStaticList if one not in found]
        return found[0] if found else None

    def afterFlowable(self, flowable: Any) -> None:
        """Note on which page a heading stands."""
        super().afterFlowable(flowable)
        if getattr(flowable, "outline", False):
            self._known[flowable.tocKey] = self.page

    def afterPage(self) -> None:
        """Write the number of the page, with room for the number of all pages."""
        frame = self._footers[self.pageTemplate.id]
        if frame is None:
            return
        pieces = [piece for part in frame.pisaStaticStory for piece in part.frags]
        look = Look(pieces[0].fontName, pieces[0].fontSize, pieces[0].textColor)
        line = frame._y2 - getAscent(look.font, look.size)
        words = "".join(piece.text for piece in pieces).format(page=self.page, pages="")
        look.apply(self.canv)
        self.canv.drawRightString(frame._x2 - look.room, line, words)
        self.draw_unknown(PAGE_NUMBER, look, frame._x2, line)

    def draw_unknown(self, key: str, look: Look, right: float, line: float) -> None:
        """Draw what will be a number that ends at `right`."""
        self._looks[key] = look
        self.canv.saveState()
        self.canv.translate(right, line)
        self.canv.doForm(key)
        self.canv.restoreState()

    def _draw_numbers(self) -> None:
        for key, look in self._looks.items():
            self.canv.beginForm(key, -2 * look.room, -look.size, 0, look.size)
            look.apply(self.canv)
            self.canv.drawRightString(0, 0, str(self._known[key]))
            self.canv.endForm()


class Heading(PmlParagraph):
    """A heading that has its place in the contents even if it runs over a page."""

    def split(self, width: float, height: float) -> list[Any]:
        """Return what fits the height, which stays the heading, and the rest."""
        parts: list[Any] = super().split(width, height)
        if parts and hasattr(self, "tocKey"):
            for name in ("text", "outline", "outlineLevel", "outlineOpen", "tocName", "tocKey"):
                setattr(parts[0], name, getattr(self, name))
        return parts


class Contents(PmlTableOfContents):
    """A table of contents that is drawn before its page numbers are known."""

    def __init__(self, planned: PmlTableOfContents, headings: list[Any]) -> None:
        super().__init__()
        self.levelStyles, self.defaultLeader = planned.levelStyles, planned.defaultLeader
        self._buildPass = 2  # as xhtml2pdf counts: from the second on, the entries are final
        self._lastEntries = [
            (
                one.outlineLevel,
                escape(shorten(one.text, LONGEST_ENTRY, placeholder=" …")),
                UNKNOWN,
                one.tocKey,
            )
            for one in headings
        ]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return how much room is needed."""
        size: tuple[float, float] = super().wrap(width, height)
        self.canv.setNamedCB("drawTOCEntryEnd", partial(self._end_entry, width))
        return size

    def _end_entry(self, right: float, canvas: Canvas, _kind: str, label: str) -> None:
        """Draw dots behind an entry, and leave room for its page number, which leads there."""
        _page, level, key = label.split(",")
        style = self.levelStyles[int(level)]
        look = Look(style.fontName, style.fontSize, style.textColor)
        at, line = canvas._curr_tx_info["cur_x"], canvas._curr_tx_info["cur_y"]
        left = right - look.room
        leader = self.leaderFor(style) or " "
        look.apply(canvas)
        canvas.drawRightString(left, line, leader * int((left - at) / look.width(leader)))
        canvas._doctemplate.draw_unknown(key, look, right, line)
        canvas.linkRect("", key, (left, line, right, line + style.leading), relative=1)
