"""An administrator makes a role that inherits, and is told why it cannot be deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from concept_pages.models import Role

from .conftest import Person
from .steps import message

LIST, ASSIGNMENTS = "/admin/roles/", "/admin/role-assignments/"
WORDS = {
    "de": ("Wirksame Rechte", "Dienstverantwortlicher", "kann nicht gelöscht werden"),
    "en": ("Effective rights", "Service owner", "cannot be deleted"),
}


def send(page: Page) -> None:
    """Send the form of the page, and wait for the list."""
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()


def create_role(page: Page) -> Role:
    """Create a role that inherits from the owner and reviews besides."""
    page.goto(f"{LIST}create/")
    page.fill("[name=name_de]", "Vertretung der ISB")
    page.fill("[name=name_en]", "Deputy of the officer")
    page.fill("[name=key]", "isb_deputy")
    page.select_option("[name=inherits]", str(Role.objects.get(key="owner").pk))
    page.check("[name=rights][value='concept.review']")
    send(page)
    return Role.objects.get(key="isb_deputy")


@pytest.mark.parametrize(("language", "width"), [("de", 1280), ("en", 390)])
def test_role_that_inherits_is_created_given_and_kept_while_it_is_held(
    language: str, width: int, person: Person, picture: Callable[..., None]
) -> None:
    effective, owner, kept = WORDS[language]
    UserProfile.objects.update(preferred_language=language)
    page = person("admin", language=language, width=width)

    role = create_role(page)

    page.goto(f"{LIST}inspect/{role.pk}/")
    facts = page.locator(".role-facts")
    expect(facts).to_contain_text(effective)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(facts.locator("tr", has_text=owner)).not_to_have_count(0)
    if language == "en":
        page.set_viewport_size({"width": 1280, "height": 900})
        picture(page, "role")

    page.goto(f"{ASSIGNMENTS}create/")
    page.select_option("[name=user]", label=label_of(page, "Netzer"))
    page.select_option("[name=role]", str(role.pk))
    page.select_option("[name=service_group]", "everywhere")
    send(page)
    assert "Netzer" in message(page)

    page.goto(f"{LIST}delete/{role.pk}/")

    expect(page.locator("main")).to_contain_text(kept)
    expect(page.locator("main form")).to_have_count(0)
    page.locator("main").get_by_role("link", name="Netzer").click()
    page.wait_for_url(f"**{ASSIGNMENTS}edit/*/")


def label_of(page: Page, name: str) -> str:
    """Return how the first person with this name is offered."""
    return page.locator("[name=user] option", has_text=name).first.inner_text()
