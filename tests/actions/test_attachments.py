"""Which files answer a question: by name, size and content."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concept_pages.actions.attachments import AttachmentRefused, attach
from concept_pages.models import Attachment, ConceptPage
from tests.excerpts import excerpt
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.errors import Frozen, RightMissing

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a plan of the network"


@pytest.fixture
def page() -> ConceptPage:
    """A draft that asks for one file."""
    return concept_draft(answers={}, template=released_template(excerpt("network_diagram")))


def bring(page: ConceptPage, name: str = "plan.pdf", content: bytes = PDF, **more):
    """Attach a file as the operator of the concept, unless somebody else does."""
    who = more.pop("by", None) or holder("operator", page.get_parent().specific)
    question = more.pop("question", "network_diagram")
    return attach(page, question=question, file=SimpleUploadedFile(name, content), by=who)


def test_attach_stores_the_file_and_names_it_in_the_answer(page):
    answer = bring(page)

    stored = Attachment.objects.get()
    assert answer == {
        "name": "plan.pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "attachment": stored.pk,
        "size": len(PDF),
    }
    assert stored.file.read() == PDF


def test_attach_leaves_the_answers_to_the_form(page):
    bring(page)

    assert page.get_latest_revision_as_object().stored_answers == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.exe", PDF),
        ("plan", PDF),
        ("plan.pdf", b"MZ this is a program"),
        ("plan.pdf", b"\x89PNG\r\n\x1a\n"),
        ("plan.svg", b"#!/bin/sh\n"),
        ("plan.svg", b"<svg>\0</svg>"),
        ("plan.pdf", b""),
        ("plan.pdf", PDF + b"0" * 10 * 1024 * 1024),
    ],
    ids=["kind", "no kind", "program", "picture", "script", "binary", "empty", "large"],
)
def test_attach_refuses_files_that_are_not_what_the_question_takes(page, name, content):
    with pytest.raises(AttachmentRefused):
        bring(page, name, content)

    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/plan.pdf", "C:\\temp\\plan.pdf", "/plan.pdf"])
def test_attach_keeps_no_path(page, name):
    assert bring(page, name)["name"].endswith("plan.pdf")
    assert "/" not in Attachment.objects.get().name


def test_attach_refuses_questions_that_take_no_file():
    with pytest.raises(AttachmentRefused):
        bring(concept_draft(), question="purpose")


def test_attach_refuses_people_who_may_not_edit(page):
    with pytest.raises(RightMissing):
        bring(page, by=holder("reader", page.get_parent().specific))


def test_attach_refuses_a_concept_under_review():
    with pytest.raises(Frozen):
        bring(submitted_concept())
