"""What was rendered once is not rendered again, and never shown to the wrong reader."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.definition.elements import Confidentiality
from concept_pages.documents import cache
from concept_pages.documents.cache import reading, rendered, renderer_fingerprint
from tests.factories.concepts import released_concept
from tests.factories.templates import COMPLETE
from workflows.models import Release

pytestmark = pytest.mark.django_db

HIGH, LOW = Confidentiality.STRICTLY_CONFIDENTIAL, Confidentiality.INTERNAL


@pytest.fixture
def release() -> Release:
    found: Release = released_concept().lifecycle.released
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.DOCUMENT_CACHE = tmp_path / "kept"
    cache._reading.cache_clear()
    yield tmp_path / "kept"
    cache._reading.cache_clear()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.*") if path.is_file())


def text(release: Release, **kwargs: Any) -> bytes:
    wanted = {"clearance": HIGH, "language": "de", "format": "txt", **kwargs}
    return rendered(release, **wanted)


def test_file_is_made_once(release: Release, folder: Path) -> None:
    first = text(release)
    (path,) = files(folder)
    path.write_bytes(b"kept")

    assert text(release) == b"kept"
    assert first != b"kept"


def test_kept_file_needs_no_query(release: Release) -> None:
    text(release)

    with CaptureQueriesContext(connection) as queries:
        text(release)

    assert len(queries) == 0


@pytest.mark.parametrize(
    "other",
    [
        {"clearance": LOW},
        {"language": "en"},
        {"format": "json"},
        {"unanswered": False},
    ],
)
def test_everything_that_makes_a_file_differ_is_part_of_its_name(
    other: dict[str, Any], release: Release, folder: Path
) -> None:
    text(release)

    text(release, **other)

    assert len(files(folder)) == 2


def test_reader_with_less_clearance_never_gets_the_file_of_another(release: Release) -> None:
    assert COMPLETE["risks"].encode() in text(release, clearance=HIGH)
    assert COMPLETE["risks"].encode() not in text(release, clearance=LOW)
    assert COMPLETE["risks"].encode() in text(release, clearance=HIGH)


def test_file_that_was_cut_off_is_made_again(release: Release, folder: Path) -> None:
    first = text(release)
    (path,) = files(folder)
    path.write_bytes(b"")

    assert text(release) == first


def test_nothing_is_left_behind_when_the_disk_is_full(
    release: Release, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="no space left"):
        text(release)

    assert files(folder) == []


def test_files_are_readable_for_nobody_else(release: Release, folder: Path) -> None:
    text(release)

    (path,) = files(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_files_that_nobody_wanted_for_months_are_deleted(release: Release, folder: Path) -> None:
    text(release)
    (old,) = files(folder)
    long_ago = time.time() - 100 * cache.DAY
    os.utime(old, (long_ago, long_ago))
    os.utime(folder / "pruned", (long_ago, long_ago))

    text(release, language="en")

    (kept,) = files(folder)
    assert kept.name.endswith("-en.txt")


def test_fingerprint_of_the_renderer_is_stable() -> None:
    first = renderer_fingerprint()
    renderer_fingerprint.cache_clear()

    assert renderer_fingerprint() == first


def test_fingerprint_changes_with_the_name_of_the_site(settings: Any) -> None:
    first = renderer_fingerprint()
    renderer_fingerprint.cache_clear()
    settings.SITE_NAME = "Anderes Haus"

    changed = renderer_fingerprint()

    renderer_fingerprint.cache_clear()
    assert changed != first


def test_reading_holds_the_sections_as_html(release: Release) -> None:
    page = reading(release, clearance=HIGH, language="en")

    assert page.document.sections == ()
    assert COMPLETE["purpose"] in page.body
    assert "#section-overview" in page.contents


def test_reading_is_made_once_for_each_clearance(release: Release) -> None:
    first = reading(release, clearance=LOW, language="de")

    with CaptureQueriesContext(connection) as queries:
        assert reading(release, clearance=LOW, language="de") is first
    assert len(queries) == 0
    assert COMPLETE["risks"] not in first.body
    assert COMPLETE["risks"] in reading(release, clearance=HIGH, language="de").body


def test_reading_needs_no_content_of_the_release_it_is_asked_with(release: Release) -> None:
    bare = Release.objects.only("pk", "sha256").get(pk=release.pk)

    assert COMPLETE["purpose"] in reading(bare, clearance=LOW, language="de").body
