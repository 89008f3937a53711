"""Somebody who goes away names a deputy; she releases in two names, and both count as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from concept_pages.models import ConceptPage
from workflows.actions import start_version, submit

from .conftest import Person
from .steps import decide, message, open_task

DNS = re.compile("DNS")
OLGA, ORHAN = "Olga Netzer (owner-network)", "Orhan Haas (owner-other)"


def name_deputy(page: Page) -> None:
    """Let somebody else act for the person from today on."""
    page.goto("/admin/")
    page.get_by_role("link", name="Vertretungen").click()
    page.get_by_role("link", name="Vertretung hinzufügen").first.click()
    page.get_by_label("Nach Namen suchen").fill("Haas")
    page.get_by_label(ORHAN).check()
    page.fill("[name=ends_on]", (timezone.localdate() + timedelta(days=7)).isoformat())
    page.fill("[name=reason]", "Urlaub")
    page.get_by_role("button", name="Speichern").click()


def account(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def dns() -> ConceptPage:
    return ConceptPage.objects.get(services__key="dns")


def test_deputy_releases_in_two_names_and_both_count_as_one(
    person: Person, picture: Callable[..., None]
) -> None:
    olga = person("owner-network")
    name_deputy(olga)
    assert f"{ORHAN} vertritt {OLGA}" in message(olga)
    olga.goto("/admin/")
    expect(olga.locator("#deputies")).to_contain_text(f"{ORHAN} vertritt Sie bis")

    profiles = UserProfile.objects.filter(user__username="owner-other")
    profiles.update(preferred_language="en")
    orhan = person("owner-other")
    expect(orhan.locator("#deputies")).to_contain_text(f"You act for {OLGA} until")
    picture(orhan, "deputy-home")
    submit(dns(), by=account("operator-network"))
    open_task(orhan, DNS)
    decide(orhan, "approve", "Correct.")
    isb = person("isb")
    open_task(isb, DNS)
    decide(isb, "approve")

    page = dns()
    orhan.goto(reverse("lifecycle:history", args=[page.pk]))
    expect(orhan.locator("main")).to_contain_text(f"{ORHAN}, deputy of {OLGA}")
    isb.goto("/")
    isb.goto(page.get_url())
    expect(isb.locator("article")).to_contain_text(f"{ORHAN} in Vertretung von {OLGA}")

    start_version(page, by=account("owner-other"))
    submit(dns(), by=account("owner-other"))
    olga.goto(reverse("lifecycle:review", args=[page.pk]))
    expect(olga.locator("button[name='decision']")).to_have_count(0)
    expect(olga.locator(".lifecycle-decision__reasons")).to_contain_text(ORHAN)
    orhan.goto(reverse("wagtailadmin_pages:history", args=[page.pk]))
    expect(orhan.locator("main")).to_contain_text(f"as deputy of {OLGA}")
