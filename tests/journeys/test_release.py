"""From a changed answer to a new release that the incident team reads and prints."""

from __future__ import annotations

import io
import re

from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from .conftest import Person
from .steps import answer, decide, download, message, open_concept, open_task, submit

DNS = re.compile("DNS")
PHRASE = "Der Resolver zieht nach resolver-neu.example um."


def text_of_pdf(content: bytes) -> str:
    """Return the words of a PDF file, one blank between each."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_concept_is_filled_in_sent_back_released_found_and_printed(person: Person) -> None:
    operator = person("operator-network")
    open_concept(operator, DNS)
    operator.fill(answer(operator, "service_description"), f"Namensdienst. {PHRASE}")
    submit(operator)
    assert "eingereicht" in message(operator)

    owner = person("owner-network")
    open_task(owner, DNS)
    expect(owner.locator(".lifecycle-document")).to_contain_text(PHRASE)
    decide(owner, "request-changes")
    assert "Kommentar" in message(owner)
    decide(owner, "request-changes", "Bitte den neuen Resolver mit seiner Adresse nennen.")

    open_concept(operator, DNS)
    expect(operator.locator("body")).to_contain_text("Bitte den neuen Resolver")
    operator.fill(
        answer(operator, "service_description"), f"Namensdienst. {PHRASE} Adresse 192.0.2.53."
    )
    submit(operator)

    open_task(owner, DNS)
    decide(owner, "approve", "Fachlich richtig.")
    isb = person("isb")
    open_task(isb, DNS)
    decide(isb, "approve", "In Ordnung.")
    assert "freigegeben" in message(isb)

    csirt = person("csirt")
    csirt.goto("/search/?q=resolver-neu.example")
    csirt.get_by_role("link", name=DNS).first.click()
    expect(csirt.locator("article")).to_contain_text(PHRASE)
    expect(csirt.locator("article")).to_contain_text("Ines Baumann")
    assert PHRASE in text_of_pdf(download(csirt, "PDF"))
    word = Document(io.BytesIO(download(csirt, "Word")))
    assert PHRASE in " ".join(cell.text for t in word.tables for cell in t._cells) + " ".join(
        p.text for p in word.paragraphs
    )


def test_reviewed_content_is_locked_until_a_new_version_is_started(person: Person) -> None:
    operator = person("operator-special")
    open_concept(operator, re.compile("Groupware"))

    expect(operator.locator("button[name='action-submit']")).to_have_count(0)
    operator.get_by_role("link", name="Neue Version").first.click()
    operator.locator("form button[type='submit']").last.click()
    open_concept(operator, re.compile("Groupware"))

    expect(operator.locator("button[name='action-submit']")).to_have_count(1)


def test_nobody_approves_what_they_submitted(person: Person) -> None:
    owner = person("owner-network")
    open_concept(owner, DNS)
    owner.fill(answer(owner, "service_description"), f"Namensdienst. {PHRASE}")
    submit(owner)

    open_task(owner, DNS)

    expect(owner.locator("button[name='decision']")).to_have_count(0)
    expect(owner.locator(".lifecycle-decision__reasons")).to_be_visible()


def test_submission_with_gaps_leads_to_them(person: Person) -> None:
    operator = person("operator-special")
    open_concept(operator, re.compile("Video"))

    submit(operator)

    problems = operator.locator("[data-problem-list]")
    expect(problems).to_be_visible()
    first = problems.get_by_role("link").first
    name = first.inner_text()
    first.click()
    assert name
    focused = operator.evaluate("document.activeElement.closest('[data-concept-form]') !== null")
    assert focused
