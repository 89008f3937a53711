"""Who lacks the clearance meets a confidential answer nowhere: page, search, PDF or Word."""

from __future__ import annotations

import io
import json
import re
import zipfile

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from concept_pages.definition.answer_types import text_of
from concept_pages.definition.codec import encode
from concept_pages.models import ConceptPage

from .conftest import Person
from .steps import download

DNS = re.compile("DNS")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß-]{7,}")


def secrets() -> set[str]:
    """Return telling words of the confidential answers of the released DNS concept.

    Only words that neither the template nor an answer up to internal has, not even inside another
    word: finding one is a leak.
    """
    page = ConceptPage.objects.get(services__key="dns")
    definition, answers = page.definition, page.lifecycle.released.content["answers"]
    open_words = set(WORD.findall(json.dumps(encode(definition), ensure_ascii=False)))
    secret_words: set[str] = set()
    for key in page.situation.visible_questions:
        is_secret = definition.confidentiality_of(key).rank > 1
        said = text_of(definition, definition.questions[key], answers.get(key), "de")
        (secret_words if is_secret else open_words).update(WORD.findall(said))
    said_openly = " ".join(open_words).casefold()
    return {word for word in secret_words if word.casefold() not in said_openly}


def open_released(page: Page) -> None:
    """Open the released concept from the tree of all concepts."""
    page.goto("/")
    page.locator("main").get_by_role("link", name=DNS).first.click()
    expect(page.locator("[data-document]")).to_be_visible()


def said_by_files(page: Page) -> str:
    """Return the text of the PDF and the Word file of the open concept."""
    pdf = PdfReader(io.BytesIO(download(page, "PDF")))
    with zipfile.ZipFile(io.BytesIO(download(page, "Word"))) as word:
        xml = word.read("word/document.xml").decode()
    return " ".join(p.extract_text() for p in pdf.pages) + re.sub(r"<[^>]+>", " ", xml)


def test_incident_team_reads_confidential_answers_everywhere(person: Person) -> None:
    csirt, words = person("csirt"), secrets()
    assert len(words) > 20

    open_released(csirt)

    page, files = csirt.locator("[data-document]").inner_text(), said_by_files(csirt)
    assert words - set(WORD.findall(page)) == set()
    assert len(words - set(WORD.findall(files))) < 0.1 * len(words)  # files break some words


def test_reader_meets_no_confidential_answer_anywhere(person: Person) -> None:
    reader, words = person("reader-network"), secrets()

    open_released(reader)

    assert words & set(WORD.findall(reader.content())) == set()
    expect(reader.locator("[data-document]")).to_contain_text(re.compile(r"\d+ Antworten"))
    for word in sorted(words)[:5]:
        reader.goto(f"/search/?q={word}")
        expect(reader.locator(".hit")).to_have_count(0)


def test_readers_files_keep_what_is_confidential(person: Person) -> None:
    reader, words = person("reader-network"), secrets()

    open_released(reader)

    files = said_by_files(reader)
    assert "DNS" in files
    assert words & set(WORD.findall(files)) == set()


def test_operator_of_another_group_gets_nothing(person: Person) -> None:
    stranger = person("operator-security")
    page = ConceptPage.objects.get(services__key="dns")

    for address in (
        page.get_url(),
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/lifecycle/{page.pk}/review/",
        f"/export/{page.pk}/pdf/",
        f"/archive/{page.pk}/",
    ):
        response = stranger.request.get(address)
        assert response.status in (403, 404) or DNS.search(response.text()) is None, address
    stranger.goto("/search/?q=Resolver")
    expect(stranger.locator(".hit")).to_have_count(0)
    stranger.goto("/admin/concepts/")
    expect(stranger.locator("main")).not_to_contain_text(DNS)
