"""The PDF can be navigated, searched and recognised page by page."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import pypdf
import pytest

from concept_pages.documents.document import Document, Entry, Section, paragraphs
from concept_pages.documents.formats import FORMATS
from tests.documents.reading_back import squeezed
from tests.documents.shipped import EXAMPLES, assembled, example_content


@lru_cache(maxsize=2)
def example(language: str = "de") -> tuple[Document, pypdf.PdfReader]:
    document = assembled(example_content(EXAMPLES[0]), language=language)
    return document, pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))


def test_pages_are_a4() -> None:
    _document, pdf = example()

    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages}
    assert sizes == {(595, 842)}


def test_every_page_says_title_classification_version_hash_and_number() -> None:
    document, pdf = example("en")

    for number, page in enumerate(pdf.pages, start=1):
        text = squeezed(page.extract_text())
        assert squeezed(document.classification_label) in text
        assert squeezed(document.origin) in text
        if number > 1:
            assert squeezed(document.title) in text
            assert f"Page{number}of{len(pdf.pages)}" in text


def test_bookmarks_follow_chapters_and_sections() -> None:
    document, pdf = example()

    titles = [one.title for one in _flat(pdf.outline)]

    assert titles == [section.heading for _depth, section in document.walk()]


def _flat(outline: list[object]) -> list[pypdf.generic.Destination]:
    found = []
    for one in outline:
        found += _flat(one) if isinstance(one, list) else [one]
    return found


def test_contents_name_the_page_on_which_a_section_begins() -> None:
    document, pdf = example()
    contents = squeezed(pdf.pages[1].extract_text())

    pages = {one.title: pdf.get_destination_page_number(one) + 1 for one in _flat(pdf.outline)}

    for depth, section in document.walk():
        if depth <= 2:
            heading = re.escape(squeezed(section.heading))
            # Dots and number are drawn before the title that they stand behind.
            assert re.search(rf"\.{pages[section.heading]}{heading}", contents)


@pytest.mark.parametrize("language", ["de", "en"])
def test_pdf_says_its_language_and_title(language: str) -> None:
    document, pdf = example(language)

    assert pdf.trailer["/Root"]["/Lang"] == language
    assert pdf.metadata is not None
    assert pdf.metadata.title == document.title


def test_fonts_of_the_text_are_embedded() -> None:
    _document, pdf = example()

    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    embedded = {name for name, font in fonts.items() if "/FontFile2" in _descriptor(font)}
    assert {name.partition("+")[2] for name in embedded} >= {"NotoSans-Regular", "NotoSans-Bold"}
    # ReportLab declares Helvetica on every page, whether it is used or not.
    assert fonts.keys() - embedded <= {"/Helvetica", "/Symbol"}


def _descriptor(font: object) -> object:
    return font.get("/FontDescriptor", {})  # type: ignore[attr-defined]


def test_table_repeats_its_head_on_every_page() -> None:
    rows = [{"name": f"Person {number}", "team": "Netz"} for number in range(120)]
    content = example_content(EXAMPLES[0])
    content["answers"] = {**content["answers"], "authors": rows}

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(assembled(content))))

    texts = [page.extract_text() for page in pdf.pages]
    with_rows = [text for text in texts if "Person 1" in text or "Person 9" in text]
    assert len(with_rows) > 2
    assert all("Team oder Gruppe" in text for text in with_rows)


def test_symbols_of_every_kind_are_printed() -> None:
    symbols = "✓ → ≥ ≤ € … – „Zitat“ ẞ ő ş ğ № ☐ ☑ ⚠ Ω µ"
    content = example_content(EXAMPLES[0])
    content["answers"] = {**content["answers"], "service_owner": symbols}

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(assembled(content))))

    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert squeezed(symbols) in text


def test_sign_that_no_font_has_leaves_a_box() -> None:
    content = example_content(EXAMPLES[0])
    content["answers"] = {**content["answers"], "service_owner": "Team 🔥 und 中文"}

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(assembled(content))))

    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert "Team□und□□" in text


def test_long_text_begins_below_its_question() -> None:
    text = "Ein Satz, der sich oft wiederholt. " * 120
    entries = tuple(
        Entry(key=f"q{n}", label=f"Frage {n}", blocks=paragraphs(text)) for n in range(6)
    )
    section = Section(key="s", label="Abschnitt", entries=entries)
    document = Document(kind="concept", language="de", title="T", sections=(section,))

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))

    lines = [len(page.extract_text().splitlines()) for page in pdf.pages[2:-1]]
    assert min(lines) > 40


def test_heading_stays_with_what_follows() -> None:
    entries = tuple(
        Entry(key=f"q{n}", label=f"Frage {n}", blocks=paragraphs("Antwort")) for n in range(3)
    )
    sections = tuple(
        Section(key=f"s{n}", label=f"Überschrift {n}", entries=entries) for n in range(40)
    )
    document = Document(kind="concept", language="de", title="T", sections=sections)

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))

    pages = [page.extract_text().splitlines() for page in pdf.pages]
    bodies = [[line for line in page if line[:1] in "ÜFA"] for page in pages if "Antwort" in page]
    assert len(bodies) > 3
    assert {body[-1] for body in bodies} == {"Antwort"}


def test_heading_that_runs_over_a_page_stays_in_the_contents() -> None:
    entry = Entry(key="q", label="Frage", blocks=paragraphs("Antwort"))
    sections = (
        Section(key="long", label="Wort " * 2000, entries=(entry,)),
        Section(key="short", label="Kurz", entries=(entry,)),
    )
    document = Document(kind="concept", language="de", title="T", sections=sections)

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))

    contents = squeezed(pdf.pages[1].extract_text())
    assert "3Wort" in contents
    assert f"{len(pdf.pages)}Kurz" in contents


def test_document_without_sections_has_empty_contents() -> None:
    document = Document(kind="concept", language="de", title="T", sections=())

    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))

    assert squeezed(pdf.pages[-1].extract_text()).endswith("InhaltSeite2von2")
