"""The main screens of the admin on a telephone: nothing is cut off, what is wide scrolls."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page

from concept_pages.models import ConceptPage, Role, RoleAssignment, Service, ServiceGroupPage

from .conftest import Person

WIDTH = 390
STICKING_OUT = """() => {
  const scrolls = (box) => box && box.tagName !== "MAIN"
    && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
  const sticksOut = (box) => box.width && (box.left < -1 || box.right > innerWidth + 1);
  return [...document.querySelectorAll("main *:not([data-form-side], [data-form-side] *)")]
    .filter((one) => sticksOut(one.getBoundingClientRect()) && !scrolls(one.parentElement))
    .map((one) => one.outerHTML.slice(0, 120));
}"""
"""What nobody can scroll to: Wagtail cuts off what is wider than the window."""


def screens() -> list[str]:
    """Return the addresses of one screen of each kind."""
    group = ServiceGroupPage.objects.get(key="security_services")
    service = Service.objects.filter(group=group).first()
    assert service
    role, given = Role.objects.get(key="owner"), RoleAssignment.objects.first()
    assert given
    person = get_user_model()._default_manager.get(username="operator-security")
    return [
        "/admin/roles/",
        f"/admin/roles/edit/{role.pk}/",
        f"/admin/roles/inspect/{role.pk}/",
        "/admin/role-assignments/",
        f"/admin/role-assignments/edit/{given.pk}/",
        reverse("assignments:give"),
        reverse("assignments:matrix"),
        reverse("concepts:access", args=[group.pk]),
        "/admin/services/",
        f"/admin/services/edit/{service.pk}/",
        "/admin/service-groups/",
        "/admin/departments/",
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[person.pk]),
        reverse("wagtailusers_groups:edit", args=[Group.objects.earliest("pk").pk]),
        "/admin/deputies/create/",
        reverse("secdoc_mails:index"),
        reverse("secdoc_audit:index"),
        reverse("wagtailadmin_account"),
    ]


def too_wide(page: Page, address: str) -> list[str]:
    """Return what sticks out of a screen."""
    page.goto(address, wait_until="domcontentloaded")
    page.locator("main h1, main h2").first.wait_for(state="attached")
    width = page.evaluate("document.scrollingElement.scrollWidth")
    found: list[str] = page.evaluate(STICKING_OUT)
    return found if width <= WIDTH else [f"the page is {width} pixels wide", *found]


def test_no_screen_of_the_admin_is_wider_than_a_telephone(person: Person) -> None:
    page = person("admin", width=WIDTH)

    found = {address: too_wide(page, address) for address in screens()}

    assert {address: wide for address, wide in found.items() if wide} == {}


def test_first_screen_of_a_telephone_shows_the_first_row_of_a_list(person: Person) -> None:
    page = person("admin", width=WIDTH)
    lists = ["/admin/services/", "/admin/role-assignments/", reverse("wagtailusers_users:index")]

    for address in [*lists, reverse("assignments:matrix")]:
        page.goto(address, wait_until="domcontentloaded")
        row = page.locator("main tbody tr").first.bounding_box()
        assert row, address
        assert row["y"] < 400, address


CUT_OFF = """() => {
  const name = [...document.querySelectorAll(".w-slim-header .w-breadcrumbs li")].at(-1);
  const frame = name.closest(".w-breadcrumbs").getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents(name);
  return [...words.getClientRects()].filter((line) => line.width > 1
    && (line.top < frame.top || line.bottom > frame.bottom || line.right > innerWidth)).length;
}"""
"""How many lines of the heading are not seen."""


def test_heading_of_a_history_is_read_whole_on_a_telephone(person: Person) -> None:
    page = person("admin", width=WIDTH)
    concept = ConceptPage.objects.get(title__contains="Security Monitorings")
    account = get_user_model()._default_manager.get(username="operator-security")
    addresses = [
        reverse("wagtailadmin_pages:history", args=[concept.pk]),
        reverse("lifecycle:history", args=[concept.pk]),
        reverse("wagtailusers_users:history", args=[account.pk]),
    ]

    cut_off = {}
    for address in addresses:
        page.goto(address, wait_until="domcontentloaded")
        page.locator(".w-breadcrumbs li").last.wait_for(state="visible")
        cut_off[address] = page.evaluate(CUT_OFF)

    assert cut_off == dict.fromkeys(addresses, 0)


def test_lines_of_the_audit_log_are_cards_on_a_telephone(person: Person) -> None:
    page = person("admin", width=WIDTH)

    page.goto(reverse("secdoc_audit:index"), wait_until="domcontentloaded")
    cells = page.locator("main tbody tr").first.locator("td:visible").all()
    boxes = [cell.bounding_box() for cell in cells]

    assert len({box["x"] for box in boxes if box}) == 1
    assert len({box["y"] for box in boxes if box}) == len(boxes) > 2


def test_people_with_access_are_cards_on_a_telephone(person: Person) -> None:
    page = person("admin", width=WIDTH)
    concept = ConceptPage.objects.get(title__contains="Security Monitorings")

    page.goto(reverse("concepts:access", args=[concept.pk]), wait_until="domcontentloaded")
    cells = page.locator("main tbody tr").first.locator("th:visible, td:visible").all()
    boxes = [cell.bounding_box() for cell in cells]

    assert len({box["x"] for box in boxes if box}) == 1
    assert len({box["y"] for box in boxes if box}) == len(boxes) == 7


def test_words_of_the_matrix_break_with_a_hyphen_or_not_at_all(person: Person) -> None:
    page = person("admin", width=1280)

    page.goto(reverse("assignments:matrix"), wait_until="domcontentloaded")

    styles = page.locator(".matrix__table thead th > span").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).overflowWrap, getComputedStyle(one).hyphens])"
    )
    assert set(map(tuple, styles)) == {("normal", "auto")}
