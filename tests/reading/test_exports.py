"""Downloads: a file for those who may have it, a plain page for everybody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.models import ConceptPage, HomePage
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, holder, holder_of_right
from tests.factories.templates import COMPLETE, released_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ConceptPage:
    return released_concept()


def url(page_id: int, format: str = "txt") -> str:
    return reverse("concept_pages:export", args=(page_id, format))


def test_file_is_saved_and_never_shown(client: Client, page: ConceptPage) -> None:
    client.force_login(holder("csirt"))

    response = client.get(url(page.pk, "html"), {"language": "en"})

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="')
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in response.headers["Cache-Control"]
    assert b'<html lang="en">' in response.content


def test_language_of_the_screen_is_that_of_the_file(client: Client, page: ConceptPage) -> None:
    client.force_login(holder("csirt"))

    response = client.get(url(page.pk), headers={"accept-language": "en"})

    assert "What is it for?" in response.content.decode()


def test_unanswered_questions_can_be_left_out(client: Client) -> None:
    page = released_concept(answers={"purpose": "Namen auflösen"})
    client.force_login(holder("csirt"))

    full = client.get(url(page.pk), {"language": "de"}).content.decode()
    brief = client.get(url(page.pk), {"language": "de", "unanswered": "0"}).content.decode()

    assert "Adressen" in full
    assert "Adressen" not in brief


def test_reader_without_clearance_gets_no_confidential_answer(
    client: Client, page: ConceptPage
) -> None:
    group = page.get_parent().specific
    client.force_login(holder_of_right("concept.read", "concept.export", at=group))

    for format in ("html", "txt", "json"):
        content = client.get(url(page.pk, format)).content.decode()
        assert COMPLETE["purpose"] in content
        assert COMPLETE["risks"] not in content
        assert COMPLETE["addresses"][0] not in content


def test_stranger_is_sent_to_the_login(client: Client, page: ConceptPage) -> None:
    response = client.get(url(page.pk))

    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_person_without_any_right_is_told_nothing(client: Client, page: ConceptPage) -> None:
    client.force_login(UserFactory())

    assert client.get(url(page.pk)).status_code == 404


def test_reader_without_the_right_to_export_is_told_so(client: Client, page: ConceptPage) -> None:
    client.force_login(holder_of_right("concept.read", at=page.get_parent().specific))

    assert client.get(url(page.pk)).status_code == 403


def test_draft_is_not_for_readers(client: Client, page: ConceptPage) -> None:
    client.force_login(holder("csirt"))

    assert client.get(url(page.pk), {"draft": "1"}).status_code == 403


def test_draft_is_for_its_editors(client: Client) -> None:
    page = concept_draft()
    client.force_login(holder("operator", at=page.get_parent().specific))

    response = client.get(url(page.pk), {"draft": "1"})

    assert response.status_code == 200
    assert COMPLETE["purpose"] in response.content.decode()


@pytest.mark.parametrize(
    "query", [{"release": "7"}, {"release": "' OR 1=1"}, {"language": "xx"}, {"release": "\x00"}]
)
def test_what_there_is_not_is_not_found(
    query: dict[str, str], client: Client, page: ConceptPage
) -> None:
    client.force_login(holder("csirt"))

    assert client.get(url(page.pk), query).status_code == 404


@pytest.mark.parametrize("format", ["exe", "..", "PDF"])
def test_unknown_format_is_not_found(format: str, client: Client, page: ConceptPage) -> None:
    client.force_login(holder("csirt"))

    assert client.get(f"/export/{page.pk}/{format}/").status_code == 404


def test_page_that_is_no_concept_is_not_found(client: Client) -> None:
    client.force_login(holder("csirt"))

    assert client.get(url(HomePage.objects.get().pk)).status_code == 404
    assert client.get(url(999_999)).status_code == 404


def test_template_can_be_saved_by_those_who_release_it(client: Client) -> None:
    client.force_login(holder("isb"))

    response = client.get(url(released_template().page_id), {"language": "en"})

    assert "Small template" in response.content.decode()


def test_nothing_can_be_posted(client: Client, page: ConceptPage) -> None:
    client.force_login(holder("csirt"))

    assert client.post(url(page.pk)).status_code == 405
