"""Somebody sets up a second factor, signs in with it, and ends a session that she does not know."""

from __future__ import annotations

import time
from base64 import b32decode
from collections.abc import Callable

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from concept_pages.models import ConceptPage, Role

from .conftest import PASSWORD, Person, login
from .steps import answer, open_concept

STEP = 30
WORDS = {
    "de": {"set up": "Einrichten", "go on": "Weiter", "kept": "Ich habe die Codes aufbewahrt"},
    "en": {"set up": "Set up", "go on": "Go on", "kept": "I have kept the codes"},
}


def code_of(secret: str, later: int = 0) -> str:
    """Return the code that a telephone shows for the secret that is written on the screen."""
    telephone = TOTP(b32decode(secret.replace(" ", "")), STEP, 0, 6)
    telephone.time = time.time() + later * STEP
    return f"{telephone.token():06d}"


def set_up(page: Page, picture: Callable[..., None] | None = None) -> tuple[str, list[str]]:
    """Fill in the open screen; return the secret and the recovery codes.

    The code of the step before is used up, so that the one of now is left for signing in.
    """
    expect(page.locator("img.factor-qr")).to_be_visible()
    assert page.evaluate("document.querySelector('img.factor-qr').naturalWidth") > 0
    secret = page.locator("[data-secret]").inner_text()
    if picture:
        picture(page, "second-factor-set-up")
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=code]", code_of(secret, later=-1))
    page.locator("main button.button-primary").click()
    return secret, page.locator("[data-codes]").inner_text().split()


def speak(page: Page, language: str) -> None:
    """Choose the language of the screens."""
    button = f".language-switch button[value={language}]"
    page.locator(button).click()
    expect(page.locator(f"{button}[aria-pressed=true]")).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator("details.user-menu summary").click()
    page.locator("form[action='/logout/'] button").click()
    page.wait_for_url("**/admin/login/**")


@pytest.mark.parametrize("language", ["de", "en"])
def test_second_factor_is_set_up_and_asked_for(
    person: Person, picture: Callable[..., None], language: str
) -> None:
    words = WORDS[language]
    page = person("reader-network", language=language)
    page.goto("/account/")
    speak(page, language)
    page.locator("a[href='/account/second-factor/']").click()
    secret, codes = set_up(page, picture if language == "en" else None)
    assert len(codes) == 10
    with page.expect_download() as saved:
        page.locator("a[download]").click()
    assert saved.value.path().read_text().split() == codes
    page.get_by_role("link", name=words["kept"]).click()
    page.wait_for_url("**/account/")
    sign_out(page)

    # The password alone opens nothing; a wrong code says so.
    login(page, "reader-network")
    page.goto("/konzepte/")
    page.wait_for_url("**/second-factor/?next=%2Fkonzepte%2F")
    if language == "en":
        picture(page, "second-factor-check")
    page.fill("input[name=code]", code_of(secret))
    page.get_by_role("button", name=words["go on"]).click()
    page.wait_for_url("**/konzepte/")
    sign_out(page)

    # Without the telephone, one of the codes on paper helps, once.
    login(page, "reader-network")
    page.fill("input[name=code]", codes[0])
    page.get_by_role("button", name=words["go on"]).click()
    expect(page.locator(".message-warning")).to_contain_text("9")
    sign_out(page)
    login(page, "reader-network")
    page.fill("input[name=code]", codes[0])
    page.get_by_role("button", name=words["go on"]).click()
    expect(page.locator("#id_code_error")).to_be_visible()
    assert "/second-factor/" in page.url


def test_role_that_demands_a_second_factor_leads_to_setting_it_up(person: Person) -> None:
    Role.objects.filter(key="isb").update(second_factor=True)
    page = person("isb", width=390)

    page.wait_for_url("**/account/second-factor/**")
    expect(page.locator(".message-warning")).to_contain_text("ISB")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    set_up(page)
    page.locator("main a.button-primary").click()

    page.wait_for_url("**/admin/")
    expect(page.locator("main")).to_be_visible()


def test_ended_session_signs_that_browser_out(person: Person, picture: Callable[..., None]) -> None:
    lost = person("reader-network")
    page = person("reader-network", language="en")
    page.goto("/account/sessions/")
    speak(page, "en")
    expect(page.locator(".session-list li")).to_have_count(2)
    picture(page, "open-sessions")

    page.locator(".session-list button").click()

    expect(page.locator(".message-success")).to_be_visible()
    expect(page.locator(".session-list li")).to_have_count(1)
    lost.reload()
    lost.wait_for_url("**/admin/login/**")


def test_open_editor_keeps_what_was_typed_until_the_code_is_shown(person: Person) -> None:
    page, other = person("operator-special"), person("operator-special")
    open_concept(page, "Videokonferenz")
    other.goto("/account/second-factor/")
    secret, _codes = set_up(other)

    owner = page.locator(answer(page, "service_owner"))
    owner.fill("ohne Code")
    notice = page.locator("[data-unsaved-because=signed-out]")
    expect(notice).to_be_visible(timeout=30_000)
    with page.context.expect_page() as opened:
        notice.get_by_role("link").click()
    check = opened.value
    check.wait_for_url("**/second-factor/**")
    check.fill("input[name=code]", code_of(secret))
    check.locator("main button.button-primary").click()
    check.wait_for_url("**/lifecycle/session/")
    check.close()

    expect(notice).to_be_hidden(timeout=30_000)
    expect(owner).to_have_value("ohne Code")
    draft = ConceptPage.objects.get(services__key="video_conferencing")
    assert "ohne Code" in str(draft.get_latest_revision_as_object().stored_answers)
