"""Everybody enters through the same door."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Person


@pytest.mark.parametrize(("language", "words"), [("de", "Anmelden"), ("en", "Sign in")])
def test_login_form_speaks_the_language_of_the_browser(
    person: Person, language: str, words: str
) -> None:
    page = person("", language=language)

    expect(page.get_by_role("button", name=words)).to_be_visible()


def test_wrong_password_is_refused_without_a_hint(person: Person) -> None:
    page = person("")

    page.fill("input[name=username]", "operator-network")
    page.fill("input[name=password]", "wrong")
    page.click("form button[type=submit]")

    expect(page.locator("body")).to_contain_text("nicht")
    assert "/login/" in page.url
