"""What a file says to somebody who opens it: its words, without white space, head and foot."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import docx
import pypdf

POINTS_OF_HEAD, POINTS_OF_FOOT = 842 - 68, 62


def squeezed(text: str) -> str:
    """Return text without white space: formats wrap lines and long words where they like."""
    return re.sub(r"\s+", "", text)


def pdf_words(content: bytes) -> str:
    """Return the words of a PDF without its running head and foot."""
    found: list[str] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        y = tm[5] * cm[3] + cm[5]
        if POINTS_OF_FOOT < y < POINTS_OF_HEAD or not text.strip():
            found.append(text)

    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return squeezed("".join(found))


def docx_words(content: bytes) -> str:
    """Return the words of a Word file, tables included, in their order."""
    body = docx.Document(io.BytesIO(content)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def html_words(content: bytes) -> str:
    """Return the words of an HTML file."""
    reader = _Words()
    reader.feed(content.decode())
    return squeezed("".join(reader.found))


def json_words(content: bytes) -> str:
    """Return every string in a JSON file except the names."""
    return squeezed("".join(_strings(json.loads(content))))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _strings(part)


def txt_words(content: bytes) -> str:
    """Return the words of a text file."""
    return squeezed(content.decode())


WORDS: dict[str, Callable[[bytes], str]] = {
    "pdf": pdf_words,
    "docx": docx_words,
    "html": html_words,
    "json": json_words,
    "txt": txt_words,
}
