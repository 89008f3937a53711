"""A new colleague: created, invited by mail, in with a password of her own; the link works once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.servers import MailServer, mail_server

from .conftest import Person
from .steps import message

PASSWORD = "ein sehr langes Kennwort"


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """Let the live server send to a real mail server."""
    with (
        mail_server() as server,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST=server.host,
            EMAIL_PORT=server.port,
            EMAIL_USE_TLS=False,
        ),
    ):
        yield server


def invite(page: Page, language: str) -> None:
    """Add a person and give her a role, as the screens lead on."""
    page.goto("/admin/users/new/")
    page.fill("[name=first_name]", "Nora")
    page.fill("[name=last_name]", "Neumann")
    page.fill("[name=username]", "nora")
    page.fill("[name=email]", "nora@example.org")
    page.select_option("[name=language]", language)
    page.get_by_role("main").locator("form footer button[type=submit]").click()
    page.wait_for_url("**/role-assignments/create/**")


def link_in(server: MailServer) -> str:
    """Return the way of the link in the newest mail."""
    body = server.messages[-1].get_content()
    found = re.search(r"http\S+", body)
    assert found
    assert PASSWORD not in body
    return urlsplit(found[0]).path


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            (
                "Hallo Nora",
                "Passwort wählen",
                "Mindestens 12 Zeichen",
                "gilt nicht mehr",
            ),
        ),
        (
            "en",
            (
                "Hello Nora",
                "Choose your password",
                "At least 12 characters",
                "not good any",
            ),
        ),
    ],
)
def test_new_colleague_chooses_a_password_and_lands_where_she_may(
    language: str,
    words: tuple[str, ...],
    person: Person,
    mails: MailServer,
    picture: Callable[..., None],
) -> None:
    greeting, heading, rule, ended = words
    admin = person("admin")  # her screens are German: she has chosen that language
    invite(admin, language)
    assert "nora@example.org" in message(admin)
    chosen = admin.locator("select[name=user] option:checked")
    expect(chosen).to_contain_text("Neumann")
    admin.select_option("select[name=role]", label="Operateur")
    admin.select_option("select[name=service_group]", "everywhere")
    admin.get_by_role("main").locator(
        "form footer button[type=submit], form [type=submit]"
    ).last.click()
    admin.wait_for_url("**/role-assignments/")
    admin.goto("/admin/users/?q=nora")
    admin.get_by_role("main").get_by_role("link", name="Nora Neumann").click()
    expect(admin.locator(".person__state--invited")).to_be_visible()
    if language == "en":
        picture(admin, "person")

    assert greeting in mails.messages[-1].get_content()
    way = link_in(mails)
    nora = person("", language=language)
    nora.goto(way)
    expect(nora.get_by_role("heading", name=heading)).to_be_visible()
    expect(nora.locator("main")).to_contain_text(rule)
    nora.fill("[name=new_password1]", "kurz")
    nora.fill("[name=new_password2]", "kurz")
    nora.locator("main button[type=submit]").click()
    expect(nora.locator(".front-door__wrong")).to_be_visible()
    if language == "en":
        picture(nora, "choose-password")
    nora.fill("[name=new_password1]", PASSWORD)
    nora.fill("[name=new_password2]", PASSWORD)
    nora.locator("main button[type=submit]").click()
    nora.wait_for_url(lambda url: "/password/" not in url)
    expect(nora.locator("body")).to_contain_text("Nora")

    again = person("", language=language)
    again.goto(way)
    expect(again.locator("main")).to_contain_text(ended)
