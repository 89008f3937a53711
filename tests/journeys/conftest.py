"""What a journey has: the demo in a live server, and people who look at it with real browsers.

The demo is loaded once; each journey starts from a copy of that database and leaves none of its own
traces. A journey fails on its own when a page raises a JavaScript error or the server answers 5xx.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

PASSWORD = "secdoc-demo"
PICTURES = Path(settings.BASE_DIR) / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Chromium's own calls home find no network on a test machine and fill its log.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000
"""How many milliseconds a journey waits for what it expects."""
LOCALES = {"de": "de-DE", "en": "en-GB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever lies in this folder as a journey."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


# The demo -----------------------------------------------------------------------------------------


def copy_database(source: Path, target: Path) -> None:
    """Copy one SQLite database over another, also while somebody reads it."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@dataclass(frozen=True)
class Snapshots:
    """The test database before and after the demo was loaded."""

    live: Path
    empty: Path
    demo: Path

    def restore(self, snapshot: Path) -> None:
        """Put the database back, and forget what processes remember of it."""
        connection.close()
        copy_database(snapshot, self.live)
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """Return the test database; pytest-django makes one only where a test is marked for it."""
    if connection.vendor != "sqlite":
        pytest.fail("Journeys run on SQLite: unset DATABASE_URL.")
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    made = []
    if str(connection.settings_dict["NAME"]) != name:
        with django_db_blocker.unblock():
            made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    # Journeys copy over this file: it must never be another one.
    assert str(connection.settings_dict["NAME"]) == name
    yield Path(name)
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def snapshots(
    database: Path, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Snapshots:
    """Load the demo once and keep a copy."""
    folder = tmp_path_factory.mktemp("snapshots")
    with django_db_blocker.unblock(), override_settings(SECDOC_DEMO=True):
        found = Snapshots(
            live=database,
            empty=folder / "empty.sqlite3",
            demo=folder / "demo.sqlite3",
        )
        copy_database(found.live, found.empty)
        call_command("load_demo", verbosity=0)
        connection.close()
        copy_database(found.live, found.demo)
        found.restore(found.empty)
    return found


@pytest.fixture(scope="session")
def listening() -> Iterator[LiveServer]:
    """Keep one server for all journeys."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def site(listening: LiveServer, snapshots: Snapshots, django_db_blocker: Any) -> Iterator[str]:
    """Serve the demo as freshly loaded; return the address."""
    with django_db_blocker.unblock():
        snapshots.restore(snapshots.demo)
        with override_settings(SECDOC_DEMO=True, WAGTAILADMIN_BASE_URL=listening.url):
            yield listening.url
        snapshots.restore(snapshots.empty)


# Browsers -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Run Playwright, whose event loop would make Django refuse the database in this thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Journeys run side by side on few cores: what is slow is not wrong.
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """Start the machine's own Chromium once."""
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


@dataclass
class Complaints:
    """What went wrong in a browser without the journey looking there."""

    found: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Note every error of a page from now on."""
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))
        page.on("console", self._console)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A journey may go where it is refused: the browser logs that, and the journey checks it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"{message.location.get('url')}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.url}: HTTP {response.status}")


Person = Callable[..., Page]


@pytest.fixture
def person(site: str, chromium: Browser) -> Iterator[Person]:
    """Return a function that opens a browser for somebody and logs in.

    `person("isb", width=390)` returns a page at the address where the login leads; `person("")`
    returns one at the login form. `language` is that of the browser; who has chosen a language in
    SecDoc gets that one.
    """
    complaints = Complaints()
    contexts = []

    def arrive(username: str, *, language: str = "de", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site,
            locale=LOCALES[language],
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        context.on("page", complaints.listen)
        if username:
            login(page, username)
        else:
            page.goto("/admin/login/")
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert not complaints.found, "\n".join(complaints.found)


def login(page: Page, username: str, password: str = PASSWORD) -> None:
    """Log in through the form, as everybody has to."""
    page.goto("/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


# Pictures -----------------------------------------------------------------------------------------


@pytest.fixture
def picture() -> Callable[..., None]:
    """Return a function that renews a picture of the handbook, when `make pictures` asks for it."""

    def take(page: Page, name: str, *, full_page: bool = False) -> None:
        if os.environ.get("SECDOC_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=full_page)

    return take
