"""The header of a page offers the files that a person may have; the history says who took one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from concept_pages.documents.export import export_release
from concept_pages.editor.exports import export_buttons
from concept_pages.models import ConceptPage, HomePage, TemplatePage
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, holder
from tests.factories.templates import released_template
from workflows.actions import start_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def labels(page: Any, user: Any) -> list[str]:
    return [str(button.label) for button in export_buttons(page, user)]


def test_released_concept_offers_its_version() -> None:
    page = released_concept()
    owner = holder("owner", at=page.get_parent().specific)

    assert labels(page, owner) == ["PDF of version 1", "Word of version 1"]


def test_concept_with_a_draft_offers_both() -> None:
    page = released_concept()
    owner = holder("owner", at=page.get_parent().specific)
    start_version(page, by=owner)

    assert labels(ConceptPage.objects.get(pk=page.pk), owner) == [
        "PDF of version 1", "Word of version 1", "PDF of the draft", "Word of the draft",
    ]  # fmt: skip


def test_first_draft_offers_itself_to_its_editors_only() -> None:
    page = concept_draft()
    group = page.get_parent().specific

    assert labels(page, holder("operator", at=group)) == ["PDF of the draft", "Word of the draft"]
    assert labels(page, holder("isb")) == []
    assert labels(page, UserFactory()) == []


def test_template_offers_its_version_to_reviewers() -> None:
    template = TemplatePage.objects.get(pk=released_template().page_id)

    assert labels(template, holder("isb")) == ["PDF of version 1.0", "Word of version 1.0"]


def test_other_pages_offer_nothing() -> None:
    assert labels(HomePage.objects.get(), holder("admin")) == []


def test_buttons_lead_to_files(client: Client) -> None:
    page = released_concept()
    client.force_login(owner := holder("owner", at=page.get_parent().specific))

    for button in export_buttons(page, owner):
        assert client.get(button.url).headers["Content-Disposition"].startswith("attachment")


def test_editor_shows_the_buttons(client: Client) -> None:
    page = released_concept()
    client.force_login(holder("owner", at=page.get_parent().specific))

    html = client.get(
        reverse("wagtailadmin_pages:edit", args=(page.pk,)), headers={"accept-language": "en"}
    ).content.decode()

    assert "PDF of version 1" in html


def test_history_says_who_took_which_file(client: Client) -> None:
    page = released_concept()
    owner = holder("owner", at=page.get_parent().specific)
    export_release(page, user=owner, format="docx", language="en")
    client.force_login(owner)

    html = client.get(
        reverse("wagtailadmin_pages:history", args=(page.pk,)), headers={"accept-language": "en"}
    ).content.decode()

    assert "Exported version 1 as Word" in html
