"""An administrator looks with the eyes of an operator, changes nothing, and is in the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Page, expect

from .conftest import Person
from .steps import open_concept

TITLE = "Sicherheitskonzept für DNS (Domain Name System)"


def see_as(page: Page, account: str, reason: str) -> None:
    """Begin to see as a person, from her page."""
    person = get_user_model().objects.get(username=account)
    page.goto(reverse("wagtailusers_users:inspect", args=[person.pk]))
    page.get_by_role("link", name="Als diese Person sehen").or_(
        page.get_by_role("link", name="See as this person")
    ).click()
    page.locator("input[name=reason]").fill(reason)
    page.locator("main form button[type=submit]").click()
    expect(bar(page)).to_be_visible()


def bar(page: Page) -> object:
    """Return the bar that says as whom one looks."""
    return page.locator(".see-as-bar")


@pytest.mark.parametrize("width", [1280, 390])
def test_administrator_looks_with_the_eyes_of_an_operator(
    width: int, person: Person, picture: Callable[..., None]
) -> None:
    page = person("admin", width=1280)
    see_as(page, "operator-network", "Findet das Konzept nicht")
    page.set_viewport_size({"width": width, "height": 900})

    open_concept(page, TITLE)

    expect(bar(page)).to_contain_text("operator-network")
    expect(page.locator(".see-as-bar button")).to_be_in_viewport()
    expect(page.locator("#page-edit-form textarea").first).to_be_disabled()
    if width == 1280:
        picture(page, "see-as")

    page.goto("/")
    expect(bar(page)).to_be_visible()

    page.locator(".see-as-bar button").click()

    account = get_user_model().objects.get(username="operator-network")
    page.wait_for_url(f"**{reverse('wagtailusers_users:inspect', args=[account.pk])}")
    expect(bar(page)).to_have_count(0)


def test_log_tells_what_was_looked_at_and_refused(
    person: Person, picture: Callable[..., None]
) -> None:
    page = person("admin")
    see_as(page, "operator-network", "Findet das Konzept nicht")
    page.goto(reverse("secdoc_audit:index"))
    expect(page.locator(".messages")).to_be_visible()
    page.locator(".see-as-bar button").click()
    expect(bar(page)).to_have_count(0)

    page.goto(reverse("secdoc_audit:index"))

    log = page.locator(".audit-log")
    expect(log).to_contain_text("Findet das Konzept nicht")
    expect(log.locator("tr", has_text=reverse("secdoc_audit:index"))).to_contain_text(
        "operator-network"
    )
    picture(page, "audit-log")
