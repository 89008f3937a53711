"""The language of the screen sticks, here and in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from concept_pages.models import ServiceGroupPage
from tests.factories.people import holder
from tests.reading.conftest import SignIn

pytestmark = pytest.mark.django_db


def switch(client: Client, language: str, back: str = "/konzepte/") -> str:
    """Press a button of the language switch; return where it leads."""
    return client.post("/language/", {"language": language, "next": back}).url


@pytest.mark.parametrize(("language", "name"), [("de", "Netzdienste"), ("en", "Network services")])
def test_the_chosen_language_is_spoken_from_then_on(
    language: str, name: str, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    client = sign_in("reader", group)

    assert switch(client, language) == "/konzepte/"
    assert name in client.get("/").content.decode()
    assert f'lang="{language}"' in client.get("/").content.decode()


def test_the_chosen_language_is_that_of_the_admin_too(client: Client) -> None:
    user = holder("isb")
    client.force_login(user)

    switch(client, "en")

    assert UserProfile.objects.get(user=user).preferred_language == "en"
    assert '<html lang="en"' in client.get("/admin/").content.decode()


def test_strangers_may_choose_before_they_sign_in(client: Client) -> None:
    switch(client, "en")

    assert client.get("/admin/login/").context["LANGUAGE_CODE"] == "en"


@pytest.mark.parametrize("language", ["xx", "", "fr", "../../etc"])
def test_unknown_languages_change_nothing(
    language: str, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    client = sign_in("reader", group)

    switch(client, language)

    assert "Network services" in client.get("/").content.decode()
    assert not UserProfile.objects.exists()


def test_the_switch_leads_to_no_other_site(sign_in: SignIn) -> None:
    assert switch(sign_in("reader"), "de", "https://example.org/") == "/"


def test_the_switch_wants_a_button(sign_in: SignIn) -> None:
    assert sign_in("reader").get("/language/").status_code == 405


def test_language_of_the_account_is_spoken_to_readers_too(client: Client) -> None:
    client.force_login(holder("isb"))
    panels = client.get("/admin/account/").context["panels_by_tab"]
    forms = [panel.get_form() for tab in panels.values() for panel in tab]
    data = {field.html_name: field.value() or "" for form in forms for field in form}

    client.post("/admin/account/", data | {"locale-preferred_language": "en"})

    assert '<html lang="en"' in client.get("/").content.decode()
