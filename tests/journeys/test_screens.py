"""The screens that people see most: in both languages, wide and narrow; they make our pictures."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from wagtail.users.models import UserProfile

from concept_pages.models import ConceptPage

from .conftest import PICTURES, Person

Address = Callable[[], str]


def concept(service: str) -> ConceptPage:
    """Return the demo's concept of a service."""
    return ConceptPage.objects.get(services__key=service)


@dataclass(frozen=True)
class Screen:
    """A screen, who looks at it, and what shows that it is there."""

    name: str
    who: str
    address: Address
    sign: str
    in_handbook: bool = False


SCREENS = (
    Screen("start", "csirt", lambda: "/", "main"),
    Screen("concept", "csirt", lambda: concept("groupware").get_url(), "[data-document]", True),
    Screen("search", "csirt", lambda: "/search/?q=Firewall", ".hit"),
    Screen("list", "operator-special", lambda: "/admin/concepts/", "main table"),
    Screen(
        "editor",
        "operator-network",
        lambda: f"/admin/pages/{concept('dns').pk}/edit/",
        "[data-concept] textarea",
        in_handbook=True,
    ),
    Screen(
        "review",
        "isb",
        lambda: f"/admin/lifecycle/{concept('archive_backup').pk}/review/",
        ".lifecycle-document",
        in_handbook=True,
    ),
)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen_speaks_the_language_and_fits_the_window(
    person: Person, picture: Callable[..., None], screen: Screen, language: str, width: int
) -> None:
    UserProfile.objects.update(preferred_language=language)
    page = person(screen.who, language=language, width=width)

    page.goto(screen.address())
    page.locator(screen.sign).first.wait_for()

    assert page.locator("html").get_attribute("lang") == language
    assert overflow(page) <= 0
    if width == 1280 and screen.in_handbook:
        picture(page, f"{screen.name}-{language}")


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_pdf_can_be_looked_at(person: Person, language: str) -> None:
    csirt = person("csirt", language=language)
    address = f"/export/{concept('groupware').pk}/pdf/?language={language}"

    content = csirt.request.get(address).body()

    command = ["pdftoppm", "-png", "-r", "60", "-f", "3", "-l", "3", "-singlefile", "-"]
    if os.environ.get("SECDOC_PICTURES") == "1":
        command.append(str(PICTURES / f"pdf-{language}"))
    pages = subprocess.run(command, input=content, capture_output=True, check=True)
    assert pages.stderr == b""
