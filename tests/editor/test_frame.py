"""The frame around the screens of the admin: its own words, and nothing that advertises."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import wagtail
import wagtail.admin
from babel.messages.mofile import read_mo
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple

from concept_pages.editor.borrowed_words import BORROWED_WORDS
from tests.factories.people import holder

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def browser(language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(holder("admin"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(address: str, language: str = "en") -> str:
    """Return a screen of the admin as an administrator gets it."""
    return browser(language).get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "This page does not exist"), ("de", "Diese Seite gibt es nicht")],
)
def test_unknown_address_of_the_admin_gets_a_page_of_ours(language: str, sentence: str) -> None:
    response = browser(language).get("/admin/nothing/")

    content = response.content.decode()
    assert response.status_code == 404
    assert f'<h1 class="w-h1">{sentence}</h1>' in content
    assert "data-wagtail-sidebar" in content
    assert "Wagtail" not in content.partition("<title>")[2].partition("</title>")[0]


def test_stranger_gets_that_page_without_the_menu(client: Client) -> None:
    response = client.get("/admin/password_reset/")

    assert response.status_code == 404
    assert "data-wagtail-sidebar" not in response.content.decode()
    assert "<main" in response.content.decode()


@pytest.mark.parametrize("advertised", ["editor-guide", "whats-new", "guide.wagtail.org"])
def test_help_leads_to_nothing_of_wagtail(advertised: str) -> None:
    content = page("/admin/")

    assert "keyboard-shortcuts-trigger" in content
    assert advertised not in content


def test_borrowed_words_are_words_of_wagtail() -> None:
    known: set[Any] = set()
    for package in (wagtail, wagtail.admin):
        words = Path(package.__file__).parent / "locale/de/LC_MESSAGES/django.mo"
        with words.open("rb") as file:
            known |= {message.id for message in read_mo(file) if isinstance(message.id, str)}

    assert set(BORROWED_WORDS) <= known


def test_german_says_in_the_right_case_how_long_ago() -> None:
    moment = timezone.now() - timedelta(days=2, hours=1)

    with override("de"):
        assert timesince_simple(moment) == "vor 2\xa0Tagen"


def test_german_says_where_the_pages_are() -> None:
    assert '<span class="w-sr-only">in SecDoc</span>' in page("/admin/", "de")


def test_filters_of_a_list_are_named_without_a_preposition() -> None:
    content = page("/admin/role-assignments/")

    assert "<h3>State</h3>" in content
    assert "By state" not in content


def test_every_screen_has_the_styles_of_the_frame() -> None:
    assert "concept_pages/css/admin.css" in page("/admin/roles/")
