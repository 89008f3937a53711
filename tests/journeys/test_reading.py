"""An incident at three in the morning: find, read, and never leave the keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Person


def find(page: Page, words: str) -> None:
    """Look for words without touching the mouse."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".hits-count")).to_be_visible()


def test_keyboard_alone_leads_from_anywhere_to_an_answer(person: Person) -> None:
    page = person("csirt")
    page.get_by_role("link", name="Alle Konzepte").click()
    page.wait_for_url("**/konzepte/")

    find(page, "ns1.rz.example")
    page.locator(".hit-answers a").first.focus()
    page.keyboard.press("Enter")

    answer = page.locator(".doc-entry:target")
    expect(answer).to_contain_text("ns1.rz.example")
    expect(answer).to_be_in_viewport()


def test_service_without_a_concept_is_found_by_a_part_of_its_name(person: Person) -> None:
    page = person("csirt")

    find(page, "konferenz")

    service = page.locator(".hit-services li")
    expect(service).to_contain_text("Videokonferenz")
    expect(service).to_contain_text("Oda Fuchs")


def test_slash_is_an_ordinary_letter_while_typing(person: Person) -> None:
    page = person("csirt")

    page.locator("[data-search]").fill("")
    page.locator("[data-search]").press_sequentially("10.0.0.0/8")

    expect(page.locator("[data-search]")).to_have_value("10.0.0.0/8")


def test_contents_follow_the_reading_and_fold_on_a_telephone(person: Person) -> None:
    wide, narrow = person("csirt"), person("csirt", width=390)
    for page in (wide, narrow):
        find(page, "DNS")
        page.locator(".hit h2 a").first.click()

    link = wide.locator(".contents a").nth(5)
    link.click()
    expect(link).to_have_attribute("aria-current", "location")
    expect(narrow.locator(".contents nav")).to_be_hidden()
    narrow.locator(".contents summary").click()
    narrow.locator(".contents nav a").nth(5).click()
    expect(narrow.locator(".contents nav")).to_be_hidden()


def test_language_is_one_click_away_and_stays(person: Person) -> None:
    page = person("reader-network")

    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_role("heading", name="Service groups")).to_be_visible()
    page.get_by_role("link", name="All concepts").first.click()

    expect(page.get_by_role("heading", name="All concepts")).to_be_visible()


def test_reader_signs_out_from_any_page(person: Person) -> None:
    page = person("reader-network")
    page.goto("/konzepte/")

    page.locator(".user-menu summary").click()
    page.locator(".user-menu-body button").click()

    page.wait_for_url(lambda url: "/admin/login/" in url)
    page.goto("/konzepte/")
    assert "/admin/login/" in page.url
