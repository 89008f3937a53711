"""What people of the journeys do on the screens, in their words."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError, expect


def open_concept(page: Page, title: str) -> None:
    """Open a concept from the list of those that the person works with."""
    page.goto("/admin/concepts/")
    page.locator("main").get_by_role("link", name=title).click()
    expect(page.locator("[data-concept]")).to_be_visible()
    # The form can be seen before its script has run: rows of tables are drawn by it.
    page.wait_for_load_state()


def answer(page: Page, question: str) -> str:
    """Return the selector of the input of a question."""
    return f"#page-edit-form [name$='-{question}']"


def submit(page: Page) -> None:
    """Hand the open concept in for review."""
    page.locator("footer [data-w-dropdown-target='toggle'], footer button[aria-expanded]").click()
    with page.expect_navigation():
        page.locator("button[name='action-submit']").click()


def save_draft(page: Page) -> None:
    """Save the open concept by hand and wait for the page to come back."""
    # The form asks first whether the person is still signed in, so the page leaves a moment later.
    with page.expect_navigation():
        page.locator("footer button.action-save").click()
    expect(page.locator(".concept--ready")).to_be_visible()


def autosaved(page: Page) -> None:
    """Wait until the open page has saved itself; it may have, before anybody waits for it."""
    try:
        with page.expect_response(
            lambda r: r.request.method == "POST" and r.url.endswith("/edit/"), timeout=15_000
        ) as answered:
            pass
    except TimeoutError:
        indicator = page.locator("#w-autosave-indicator")
        expect(indicator).to_have_attribute("data-w-autosave-state-value", "saved")
    else:
        assert answered.value.json()["success"]


def open_task(page: Page, title: str) -> None:
    """Open what waits for the person on the start page of the admin."""
    page.goto("/admin/")
    page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.locator(".lifecycle-document")).to_be_visible()


def decide(page: Page, decision: str, comment: str = "") -> None:
    """Approve or send back what is under review."""
    page.locator("textarea[name='comment']").fill(comment)
    page.locator(f"button[name='decision'][value='{decision}']").click()


def message(page: Page) -> str:
    """Return what the admin says after an action."""
    banner = page.locator(".messages").first
    expect(banner).to_be_visible()
    return banner.inner_text()


def download(page: Page, name: str) -> bytes:
    """Save the file behind a link, and return what is in it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return waiting.value.path().read_bytes()
