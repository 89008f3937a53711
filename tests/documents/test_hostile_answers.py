"""Whatever somebody types, a file opens, says it as text, and fetches nothing."""

from __future__ import annotations

import io
import json
import re
import socket
import zipfile
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concept_pages.definition.elements import AnswerType
from concept_pages.documents.document import Document
from concept_pages.documents.formats import FORMATS
from tests.documents.reading_back import WORDS, squeezed
from tests.documents.shipped import assembled, content_of, shipped_definition

HOSTILE = {
    "script": "<script>alert('x')</script> & <b>fett</b> &amp; \"zitiert\"",
    "template": "{{ document.title }} {% load i18n %} %(count)s {0} ${x}",
    "markdown_link": "[klick](javascript:alert(1)) [klick](data:text/html,x) <javascript:alert(1)>",
    "control": "vor\x00\x01\x08\x0b\x1f\ufffe\ud800nach\r\nneue Zeile\rnoch eine",
    "long": "x" * 5_000 + " " + "https://example.org/" + "y" * 800,
    "hebrew": "שלום עולם, זה טקסט",
    "arabic": "مرحبا بالعالم 123 test",
    "override": "\u202egnp.exe\u202c Text",
    "emoji": "🔥 👩‍👩‍👧 ✓ → ≥ € ẞ ﬁ 𝔘",
    "image": "![Bild](http://evil.example/x.png) <img src='http://evil.example/y.png'>",
    "css": "</style><style>*{display:none}</style> expression(alert(1)) url(http://evil.example)",
    "pdf_tags": '<pdf:nextpage/><pdf:include src="/etc/passwd"/> <a href="file:///etc/passwd">x</a>',
    "word_xml": "]]> <w:p/> <?xml version='1.0'?> <!DOCTYPE x>",
    "deep": ">" * 400 + " tief",
    "list": "- " * 200 + "tief",
    "formula": "=cmd|' /C calc'!A0",
    "blank": "   \n\n \t\n",
}


def document_with(text: str) -> Document:
    """Return a document in which every question that takes a text says `text`."""
    answers: dict[str, Any] = {"service_group": "network_services", "services": ["dns"]}
    for key, question in shipped_definition().questions.items():
        if question.type in (AnswerType.TEXT, AnswerType.LONGTEXT, AnswerType.RICHTEXT):
            answers[key] = text
        elif question.type is AnswerType.TABLE:
            answers[key] = [{column.key: text for column in question.columns}]
        elif question.type in (AnswerType.URL, AnswerType.EMAIL):
            answers[key] = text
    return assembled(content_of(answers, title={"de": text, "en": text}))


def short_document_with(text: str) -> Document:
    """Return a document with `text` as rich text, as plain text and in a table."""
    return assembled(
        content_of(
            {
                "service_description": text,
                "service_status": "production",
                "service_owner": text,
                "authors": [{"name": text, "team": text}],
            },
            title={"de": text, "en": text},
        )
    )


def open_file(format: str, content: bytes) -> None:
    """Read a file as the program does that people open it with."""
    if format == "pdf":
        assert len(pypdf.PdfReader(io.BytesIO(content), strict=True).pages) > 2
    elif format == "docx":
        docx.Document(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(parts.read(name))  # noqa: S314 - our own file
    elif format == "json":
        json.loads(content)
    else:
        content.decode()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_file_with_hostile_answers_opens(name: str, format: str) -> None:
    content = FORMATS[format].render(short_document_with(HOSTILE[name]))

    open_file(format, content)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["script", "template", "css", "word_xml", "formula"])
def test_markup_in_a_plain_answer_is_printed_as_text(name: str, format: str) -> None:
    document = assembled(content_of({"service_owner": HOSTILE[name]}))

    words = WORDS[format](FORMATS[format].render(document))

    assert squeezed(HOSTILE[name]) in words


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("name", HOSTILE)
def test_html_has_no_element_that_runs_or_fetches(name: str) -> None:
    reader = _Tags()

    reader.feed(FORMATS["html"].render(document_with(HOSTILE[name])).decode())

    assert not reader.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base"}
    assert not [
        name for name, _value in reader.attributes if name.startswith(("on", "src", "style"))
    ]
    targets = [value for name, value in reader.attributes if name == "href"]
    assert [one for one in targets if not re.match(r"#|https?://|mailto:|tel:", one)] == []


def test_html_forbids_itself_to_fetch_anything() -> None:
    html = FORMATS["html"].render(document_with("x")).decode()

    assert "default-src 'none'" in html


@pytest.mark.parametrize("format", FORMATS)
def test_rendering_fetches_nothing(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def refuse(*args: Any, **kwargs: Any) -> None:
        asked.append(args)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    texts = [HOSTILE["image"], HOSTILE["css"], HOSTILE["pdf_tags"]]

    FORMATS[format].render(document_with("\n\n".join(texts)))

    assert asked == []


def test_pdf_reads_no_file_that_an_answer_names() -> None:
    document = document_with('<img src="/etc/passwd"> ![x](/etc/passwd) @import url(/etc/passwd)')

    words = WORDS["pdf"](FORMATS["pdf"].render(document))

    assert "root:" not in words


@pytest.mark.parametrize("format", FORMATS)
def test_no_answer_gets_into_a_log(
    format: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "Geheim 👩‍👩‍👧 <pdf:nonsense> <table></table> <font color='x'>"

    FORMATS[format].render(short_document_with(text))

    assert "Geheim" not in caplog.text
    assert "Geheim" not in "".join(capfd.readouterr())


def test_right_to_left_answer_is_laid_out_so() -> None:
    document = short_document_with(HOSTILE["hebrew"])

    html = FORMATS["html"].render(document).decode()
    with zipfile.ZipFile(io.BytesIO(FORMATS["docx"].render(document))) as parts:
        word = parts.read("word/document.xml").decode()

    assert f'<p dir="rtl">{HOSTILE["hebrew"]}</p>' in html
    assert "<w:bidi/>" in word


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_light_formats_carry_any_text(text: str) -> None:
    document = assembled(content_of({"service_owner": text, "service_description": text}))

    for format in ("docx", "html", "txt", "json"):
        open_file(format, FORMATS[format].render(document))
