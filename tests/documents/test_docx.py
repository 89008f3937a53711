"""The Word file has real styles, fields and properties, in our look or in that of the house."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from concept_pages.documents import to_docx
from concept_pages.documents.document import Document
from concept_pages.documents.formats import FORMATS
from tests.documents.shipped import EXAMPLES, assembled, content_of, example_content


@pytest.fixture(scope="module")
def document() -> Document:
    return assembled(example_content(EXAMPLES[-1]), language="en")


@pytest.fixture(scope="module")
def word(document: Document) -> Any:
    return read(FORMATS["docx"].render(document))


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def instructions(part: Any) -> list[str]:
    return [(node.text or "").strip() for node in part.iter(qn("w:instrText"))]


def test_headings_have_the_styles_of_headings(document: Document, word: Any) -> None:
    headings = [
        (paragraph.style.name, paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]

    expected = [(f"Heading {depth}", section.heading) for depth, section in document.walk()]
    assert [(style, text.partition(" [")[0]) for style, text in headings] == expected


def test_contents_are_a_field_that_is_filled_already(document: Document, word: Any) -> None:
    fields = instructions(word.element.body)
    listed = [
        p.text for p in word.paragraphs if p.style.name in ("toc 1", "toc 2", "TOC 1", "TOC 2")
    ]

    assert fields[0] == 'TOC \\o "1-2" \\h'
    assert len(listed) == len([1 for depth, _section in document.walk() if depth <= 2])
    assert all(field.startswith("PAGEREF _Section") for field in fields[1:])


def test_contents_lead_to_bookmarks_that_exist(word: Any) -> None:
    body = word.element.body

    names = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    targets = [
        node.get(qn("w:anchor"))
        for node in body.iter(qn("w:hyperlink"))
        if node.get(qn("w:anchor"))
    ]

    assert targets
    assert set(targets) <= names


def test_table_repeats_its_head_and_keeps_its_rows_whole(word: Any) -> None:
    tables = [table for table in word.tables if table.style.name == "SecDoc Table"]

    assert tables
    for table in tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_head_and_foot_say_where_a_page_belongs(document: Document, word: Any) -> None:
    page = word.sections[0]

    assert document.title in page.header.paragraphs[0].text
    assert document.classification_label in page.header.paragraphs[0].text
    assert document.classification_label in page.first_page_header.paragraphs[0].text
    assert document.origin in page.footer.paragraphs[0].text
    assert instructions(page.footer._element) == ["PAGE", "NUMPAGES"]


def test_properties_tell_what_the_file_is(document: Document, word: Any) -> None:
    properties = word.core_properties

    assert properties.title == document.title
    assert properties.language == "en-GB"
    assert properties.category == document.classification_label
    assert document.fingerprint in properties.keywords


def test_page_is_a4(word: Any) -> None:
    page = word.sections[0]

    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


def test_numbered_lists_count_anew() -> None:
    text = "1. eins\n2. zwei\n\nText\n\n1. wieder eins\n\n- Punkt"
    word = read(FORMATS["docx"].render(assembled(content_of({"service_description": text}))))

    numbers = {
        paragraph.text: paragraph._p.pPr.numPr.numId.val
        for paragraph in word.paragraphs
        if paragraph.style.name == "SecDoc List" and paragraph._p.pPr.numPr is not None
    }

    assert numbers["eins"] == numbers["zwei"]
    assert len({numbers["eins"], numbers["wieder eins"], numbers["Punkt"]}) == 3


def test_link_can_be_opened() -> None:
    text = "[Seite](https://example.org/a?b=1&c=2)"
    word = read(FORMATS["docx"].render(assembled(content_of({"service_description": text}))))

    targets = [one.target_ref for one in word.part.rels.values() if one.is_external]

    assert targets == ["https://example.org/a?b=1&c=2"]


@pytest.fixture
def house_style(tmp_path: Path) -> Path:
    """A German house style: its own ids of styles, header, margins, and text that must go."""
    word = docx.Document()
    word.sections[0].left_margin = Mm(40)
    heading = word.styles["Heading 1"]
    heading.font.name = "Hausschrift"
    heading.element.set(qn("w:styleId"), "berschrift1")
    word.sections[0].header.paragraphs[0].text = "Rechenzentrum"
    word.add_paragraph("Text der Vorlage")
    path = tmp_path / "house.docx"
    word.save(str(path))
    return path


def test_house_style_keeps_its_look_and_head(document: Document, house_style: Path) -> None:
    word = read(to_docx.render(document, house_style=house_style))

    first = next(p for p in word.paragraphs if p.style.name == "Heading 1")
    assert first.style.style_id == "berschrift1"
    assert first.style.font.name == "Hausschrift"
    assert round(word.sections[0].left_margin.mm) == 40
    assert word.sections[0].header.paragraphs[0].text == "Rechenzentrum"


def test_house_style_leaves_no_text_behind(document: Document, house_style: Path) -> None:
    word = read(to_docx.render(document, house_style=house_style))

    assert "Text der Vorlage" not in [paragraph.text for paragraph in word.paragraphs]
    assert any(document.title in paragraph.text for paragraph in word.paragraphs)


def test_changed_house_style_is_used_at_once(document: Document, house_style: Path) -> None:
    to_docx.render(document, house_style=house_style)
    word = docx.Document(str(house_style))
    word.sections[0].header.paragraphs[0].text = "Neues Haus"
    word.save(str(house_style))

    changed = read(to_docx.render(document, house_style=house_style))

    assert changed.sections[0].header.paragraphs[0].text == "Neues Haus"
