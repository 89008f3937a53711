"""Roles are given to many by a plan and seen in the matrix, by each as far as she gives roles."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from wagtail.users.models import UserProfile

from concept_pages.models import Role, ServiceGroupPage

from .conftest import Person
from .steps import download, message

MATRIX, GIVE = "/admin/assignments/matrix/", "/admin/assignments/give/"


def row(page: Page, name: str) -> Locator:
    """Return the row of a person in the matrix."""
    return page.locator(".matrix__table tbody tr", has_text=name)


def test_administrator_gives_a_role_to_many_and_finds_it_in_the_matrix(
    person: Person, picture: Callable[..., None]
) -> None:
    UserProfile.objects.update(preferred_language="en")
    page = person("admin", language="en")
    page.goto(GIVE)
    for name in ("Lena Lang", "Gregor Gast"):
        page.locator(".plan__list label", has_text=name).locator("input").check()
    for group in ServiceGroupPage.objects.filter(key__in=("network_services", "security_services")):
        page.check(f"[name=places][value='{group.pk}']")
    page.select_option("[name=role]", str(Role.objects.get(key="reader").pk))

    page.locator("button[name=plan]").click()

    plan = page.locator(".plan__scroll tbody")
    expect(plan.locator(".plan__row--new")).to_have_count(2)
    expect(plan.locator(".plan__row--there")).to_have_count(2)
    picture(page, "plan")
    page.locator("button[name=apply]").click()
    assert "2 roles given" in message(page)

    page.goto(MATRIX)

    expect(row(page, "Gregor Gast").locator(".matrix__mark")).to_have_count(2)
    expect(row(page, "Lena Lang").locator(".matrix__mark")).to_have_count(2)
    expect(row(page, "Rita Ruf").locator(".matrix__mark--through")).to_have_count(1)
    picture(page, "matrix")


def test_sub_administrator_sees_and_saves_only_her_part_on_a_telephone(person: Person) -> None:
    page = person("subadmin", width=390)

    page.goto(MATRIX)

    heads = page.locator(".matrix__table thead th").all_inner_texts()
    assert len(heads) == 3
    expect(row(page, "Netzer")).not_to_have_count(0)
    expect(row(page, "Platte")).to_have_count(0)
    expect(row(page, "Baumann")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    saved = download(page, "Als CSV speichern").decode()

    assert "Netzer" in saved
    assert "Platte" not in saved
    assert "Baumann" not in saved
