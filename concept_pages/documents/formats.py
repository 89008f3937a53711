"""FORMATS: how a Document becomes the bytes of a file. A new format is one module and one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from . import to_docx, to_html, to_json, to_pdf, to_txt
from .document import Document

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Format:
    """A kind of file: what people call it, its media type and suffix, and who writes it."""

    key: str
    label: _StrPromise
    media_type: str
    suffix: str
    writer: Callable[[Document], bytes]

    def render(self, document: Document) -> bytes:
        """Return the document as a file of this kind, in the language of the document."""
        with translation.override(document.language):
            return self.writer(document)


UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: dict[str, Format] = {
    made.key: made
    for made in (
        Format("pdf", _("PDF"), "application/pdf", ".pdf", to_pdf.render),
        Format("docx", _("Word"), WORD, ".docx", to_docx.render),
        Format("html", _("Web page"), "text/html; charset=utf-8", ".html", to_html.render),
        Format("txt", _("Text"), "text/plain; charset=utf-8", ".txt", to_txt.render),
        Format("json", _("JSON data"), "application/json", ".json", to_json.render),
    )
}


def file_name(title: str, version: str, language: str, made: Format) -> str:
    """Return a name under which a file can be saved on any system."""
    words = slugify(title.translate(UMLAUTS))[:80] or "document"
    label = "".join(char for char in version if char.isalnum() or char in ".-")
    return "_".join(filter(None, (words, label, language))) + made.suffix
