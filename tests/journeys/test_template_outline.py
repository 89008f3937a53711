"""An author rearranges a template in its outline, and looks at it with the answers of a concept."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from concept_pages.models import TemplatePage
from concept_pages.models.template_draft import draft_groups
from tests.journeys.test_template_authoring import (
    TOP_LEVEL,
    Author,
    author,
    open_group,
    open_outline,
    template,
)

__all__ = ["author", "template"]


def keys_in(template: TemplatePage, group: str) -> list[str]:
    found = next(one for one in draft_groups(template) if one.key == group)
    return [question["key"] for question in found.data["questions"]]


def find(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name="Find a question or group").fill(words)


def test_author_moves_questions_by_keyboard_and_by_drag(
    template: TemplatePage, author: Author, picture: Any
) -> None:
    page = author()
    # Both ends of the drag fit on the screen, so that nothing scrolls under the pointer.
    page.set_viewport_size({"width": 1280, "height": 1600})
    open_outline(page)

    # By the key, with the keyboard alone.
    find(page, "prod_vm_host")
    line = page.locator("#question-prod_vm_host")
    more = line.get_by_role("link", name="Move, duplicate, change type, delete")
    more.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Group", exact=True).select_option(label="0.2 Metadata")
    page.get_by_role("button", name="Move to the end of this group").click()
    expect(page.locator(".messages")).to_contain_text("is now in “0.2 Metadata”")
    expect(page.locator(".messages")).to_contain_text("This does not work any more")
    expect(line).to_be_visible()
    assert keys_in(template, "metadata")[-1] == "prod_vm_host"

    # By drag, onto a group whose questions are not shown.
    target = page.locator(".secdoc-outline__row").filter(has_text="Choice of service")
    target.scroll_into_view_if_needed()
    line.drag_to(target)
    expect(page.locator(".messages")).to_contain_text("Moved.", timeout=20_000)
    picture(page, "template-move")
    assert keys_in(template, "service_choice")[-1] == "prod_vm_host"
    assert "prod_vm_host" not in keys_in(template, "metadata")


def test_deleting_a_question_names_what_asks_for_it(template: TemplatePage, author: Author) -> None:
    page = author()
    open_group(page, "environments")
    block = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").nth(2)
    expect(block).to_contain_text("Is there a test system?")

    block.locator("[data-streamfield-action='DELETE']").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("test system")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(block).to_be_visible()
    block.locator("[data-streamfield-action='DELETE']").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete anyway").click()

    expect(block).to_be_hidden()


def test_preview_is_filled_and_says_why_something_is_hidden(
    template: TemplatePage, author: Author, picture: Any
) -> None:
    page = author()
    open_outline(page)
    page.get_by_role("link", name="Preview with answers").click()
    choice = page.get_by_label("Filled with the answers of")
    dns = choice.locator("option").filter(has_text="DNS")
    expect(dns).to_have_count(1)
    choice.select_option(label=dns.inner_text())
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator(".concept--ready")).to_be_visible()

    hidden = page.locator(".secdoc-why:visible").filter(has_text="Why is this hidden?").first
    hidden.locator("summary").click()
    expect(hidden).to_contain_text("Shown if")
    picture(page, "template-preview")
