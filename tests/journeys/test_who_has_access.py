"""Who has access to a service group, and why somebody may not do something there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from concept_pages.models import ServiceGroupPage

from .conftest import Person


def test_administrator_reads_who_has_access_and_why_somebody_may_not(
    person: Person, picture: Callable[..., None]
) -> None:
    group = ServiceGroupPage.objects.get(key="network_services")
    account = get_user_model().objects.get(username="operator-storage")
    page = person("admin")

    page.goto(reverse("concepts:access", args=[group.pk]))

    table = page.locator(".access__scroll")
    expect(table.locator("tr", has_text="Ruf")).to_contain_text("Rufbereitschaft Netz")
    expect(table).not_to_contain_text("Platte")
    expect(table).not_to_contain_text("Fort")

    page.select_option("[name=person]", str(account.pk))
    page.select_option("[name=right]", "concept.edit")
    page.locator(".access__question button[type=submit]").click()

    answer = page.locator(".access__answer")
    expect(answer).to_contain_text("Verweigert")
    expect(answer).to_contain_text("Platte")
    picture(page, "who-has-access")
