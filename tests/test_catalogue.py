"""Every text of the user interface is collected and translated, placeholders included."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = ("cms", "concept_pages", "workflows", "templates", "locale")
GERMAN = Path("locale/de/LC_MESSAGES/django.po")


def read(path: Path) -> Catalog:
    """Return a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale="de", domain="django")


def texts(catalog: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [message for message in catalog if message.id]


def name(message: Message) -> str:
    """Return a message's English text."""
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    """Return the German catalogue in the tree."""
    return read(ROOT / GERMAN)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return what `make messages` would write now; a copy of the sources is collected."""
    copy = tmp_path_factory.mktemp("sources")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, copy / folder)
    shutil.copy(ROOT / "manage.py", copy)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "de", "--no-obsolete"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"},
        check=True,
        capture_output=True,
    )
    return read(copy / GERMAN)


def test_every_text_is_collected(shipped: Catalog, collected: Catalog) -> None:
    missing = {name(m) for m in texts(collected)} - {name(m) for m in texts(shipped)}

    assert missing == set(), "Run `make messages` and translate what is new."


def test_no_text_is_left_over(shipped: Catalog, collected: Catalog) -> None:
    left_over = {name(m) for m in texts(shipped)} - {name(m) for m in texts(collected)}

    assert left_over == set(), "Run `make messages`."


def test_every_text_is_translated(shipped: Catalog) -> None:
    missing = [
        name(m)
        for m in texts(shipped)
        if m.fuzzy or not (all(m.string) if isinstance(m.string, (tuple, list)) else m.string)
    ]

    assert missing == []


def test_translations_keep_their_placeholders(shipped: Catalog) -> None:
    wrong = [f"{name(m)}: {errors[0]}" for m, errors in shipped.check() if errors]

    assert wrong == []
