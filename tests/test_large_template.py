"""600 questions in five levels of groups: authored, released, filled in, read and printed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from docx import Document as read_docx
from pypdf import PdfReader

from concept_pages.blocks.compiler import compile_blocks
from concept_pages.models import ConceptPage, QuestionGroupPage, ServiceGroupPage
from tests.editor.concepts.form import OpenEditor
from tests.factories.catalogue import ServiceFactory
from tests.factories.large import LEVELS, QUESTIONS, large_definition
from tests.factories.people import holder
from tests.factories.templates import released_template
from tests.sample_answers import full_answers
from workflows.actions import approve
from workflows.models import Release
from workflows.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def template(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Release]:
    """Release the template through the workflow, once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield released_template(large_definition())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def concept(template: Release) -> ConceptPage:
    """Start a concept, fill it in and hand it in with the editor, and release it."""
    service = ServiceFactory()
    group = ServiceGroupPage.objects.get(pk=service.group_id)
    owner = holder("owner", group)
    browser(owner).post(reverse("concepts:new"), {"services": [service.pk]})
    fill_in(ConceptPage.objects.get(), service.key, by=holder("operator", group))
    for person in (owner, holder("isb")):
        approve(ConceptPage.objects.get(), by=person)
    return ConceptPage.objects.get()


@pytest.fixture(autouse=True)
def _inside(template: Release, db: Any) -> None:
    """Let every test start from the released template."""


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fill_in(page: ConceptPage, service: str, *, by: Any) -> None:
    """Answer every question in the editor, let it save by itself, and submit."""
    editor = OpenEditor(by, page)
    assert len(editor.fields) == QUESTIONS
    form = compile_blocks(page.definition, sha256=page.asked.fingerprint, language="de")
    editor.fields = form.field_states(full_answers(page.definition, [service]))
    editor.autosave()
    assert len(editor.posted()) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    editor.submit()


def printed(concept: ConceptPage, format: str) -> bytes:
    """Return what a reader saves as a file."""
    address = reverse("concept_pages:export", args=[concept.pk, format])
    return b"".join(browser(holder("csirt")).get(address))


def visible_labels(concept: ConceptPage) -> list[str]:
    """Return what a reader finds as questions: what is answered or open, and not hidden."""
    shown = concept.situation.visible_questions
    return [q.label.de for key, q in concept.definition.questions.items() if key in shown]


def test_outline_opens_with_a_fixed_number_of_queries(
    template: Release, django_assert_max_num_queries: Any
) -> None:
    author = browser(holder("admin"))
    address = reverse("wagtailadmin_pages:edit", args=[template.page_id])
    author.get(address)

    with django_assert_max_num_queries(90):
        response = author.get(address)

    assert response.status_code == 200


def test_group_in_the_deepest_level_opens_with_a_fixed_number_of_queries(
    template: Release, django_assert_max_num_queries: Any
) -> None:
    author = browser(holder("admin"))
    group = QuestionGroupPage.objects.get(key="group_1_1_1_1_1")
    address = reverse("wagtailadmin_pages:edit", args=[group.pk])
    author.get(address)

    with django_assert_max_num_queries(90):
        response = author.get(address)

    assert response.status_code == 200


def test_concept_is_released_with_all_its_answers(concept: ConceptPage) -> None:
    release = concept.lifecycle.released

    assert concept.lifecycle.in_state is State.APPROVED
    assert len(release.content["answers"]) == QUESTIONS


def test_reader_finds_every_question(concept: ConceptPage) -> None:
    text = browser(holder("csirt")).get(urlsplit(concept.url).path).content.decode()

    assert [label for label in visible_labels(concept) if label not in text] == []


@pytest.mark.once
def test_pdf_has_every_question_and_bookmarks_of_all_levels(concept: ConceptPage) -> None:
    pdf = PdfReader(BytesIO(printed(concept, "pdf")))

    text = " ".join(page.extract_text() for page in pdf.pages)
    assert [label for label in visible_labels(concept) if label not in text] == []
    assert depth(pdf.outline) == LEVELS


@pytest.mark.once
def test_word_has_every_question_and_headings_of_all_levels(concept: ConceptPage) -> None:
    word = read_docx(BytesIO(printed(concept, "docx")))

    text = "\n".join(node.text or "" for node in word.element.body.iter() if node.text)
    styles = {paragraph.style.name for paragraph in word.paragraphs}
    assert [label for label in visible_labels(concept) if label not in text] == []
    assert {f"Heading {level}" for level in range(1, LEVELS + 1)} <= styles


def depth(outline: list[Any]) -> int:
    """Return how deep bookmarks are nested: each list holds what is below the entry before."""
    return 1 + max((depth(entry) for entry in outline if isinstance(entry, list)), default=0)
