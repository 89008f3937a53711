"""What the editor's scripts ask for: services by name, files to store and to fetch."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from concept_pages.models import Attachment, ConceptPage
from tests.excerpts import excerpt
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import released_template

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a plan of the network"


def browser_of(user) -> Client:
    """Return a client of a person who is logged in."""
    client = Client()
    client.force_login(user)
    return client


def found(client: Client, text: str) -> list[str]:
    """Return the keys of the services that are offered for a text."""
    response = client.get(reverse("concepts:services"), {"q": text})
    return [service["key"] for service in response.json()["services"]]


def test_services_are_found_by_any_word_in_both_languages():
    wanted = ServiceFactory(key="dns", name_de="Namensdienst", name_en="Name service")
    ServiceFactory(name_de="Zeitdienst", name_en="Time service")
    client = browser_of(holder("operator", wanted.group))

    assert [found(client, text) for text in ("namens", "service NAME", "dns")] == [["dns"]] * 3


def test_services_of_all_groups_are_offered_but_none_out_of_operation():
    mine, other = ServiceFactory(key="mine"), ServiceFactory(key="other")
    ServiceFactory(retired=True)

    assert sorted(found(browser_of(holder("operator", mine.group)), "")) == ["mine", "other"]
    assert other.group != mine.group


def test_services_are_told_to_nobody_without_an_account():
    response = Client().get(reverse("concepts:services"))

    assert response.status_code in (302, 403)


@pytest.fixture
def page() -> ConceptPage:
    """A draft that asks for one file, which is confidential."""
    return concept_draft(answers={}, template=released_template(excerpt("network_diagram")))


def send(user, page: ConceptPage, content: bytes = PDF):
    """Upload a file."""
    return browser_of(user).post(
        reverse("concepts:upload", args=[page.pk]),
        {"question": "network_diagram", "file": SimpleUploadedFile("plan.pdf", content)},
    )


def operator_of(page: ConceptPage):
    """Return a person who fills in the concept."""
    return holder("operator", page.get_parent().specific)


def test_upload_answers_with_the_answer_to_store(page):
    answer = send(operator_of(page), page).json()["answer"]

    assert answer["attachment"] == Attachment.objects.get().pk


def test_upload_says_why_a_file_is_refused(page):
    response = send(operator_of(page), page, b"no pdf at all")

    assert response.status_code == 400
    assert response.json()["error"]


def test_upload_without_a_file_is_refused(page):
    client = browser_of(operator_of(page))

    response = client.post(reverse("concepts:upload", args=[page.pk]), {})

    assert response.status_code == 400


def test_upload_needs_clearance_for_the_question(page):
    half = RoleFactory(rights=["concept.edit"], clearance="internal")

    response = send(holder(half, page.get_parent().specific), page)

    assert (response.status_code, Attachment.objects.count()) == (403, 0)


def test_attachment_is_sent_as_a_download_to_who_works_with_the_concept(page):
    operator = operator_of(page)
    pk = send(operator, page).json()["answer"]["attachment"]

    response = browser_of(operator).get(reverse("concepts:attachment", args=[pk]))

    assert b"".join(response) == PDF
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("role", ["reader", "half", "stranger"])
def test_attachment_is_kept_from_everybody_else(page, role):
    pk = send(operator_of(page), page).json()["answer"]["attachment"]
    group = page.get_parent().specific
    others = {
        "reader": lambda: holder("reader", group),
        "half": lambda: holder(RoleFactory(rights=["concept.edit"], clearance="internal"), group),
        "stranger": lambda: holder("operator", ServiceFactory().group),
    }

    response = browser_of(others[role]()).get(reverse("concepts:attachment", args=[pk]))

    assert response.status_code == 302
