"""What was rendered from a release is kept: a release never changes, so it never goes stale.

Files lie on disk, named by everything that they depend on: the release, the clearance, the
language, the format, and a fingerprint of the code, texts and settings that render them. A file is
written beside its place and moved there, so that several processes share the folder and a crash
leaves no half of one. Deleting files is harmless. Those nobody wanted for a long time are deleted
while new ones are written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from workflows.models import Release

from ..definition.elements import Confidentiality
from .assemble import assemble_release
from .document import Document
from .formats import FORMATS, Format
from .to_html import render_body, render_contents

READINGS = 512
"""How many read pages a process keeps in memory, some 50 kB each."""

DAY = 24 * 60 * 60
UNWANTED = 90 * DAY

_LOCKS = {key: Lock() for key in FORMATS}


@dataclass(frozen=True)
class Reading:
    """A release as a page shows it: the document without its sections, and these as HTML."""

    document: Document
    contents: SafeString
    body: SafeString


def reading(release: Release, *, clearance: Confidentiality, language: str) -> Reading:
    """Return a release as HTML fragments, from memory if this process had to make them lately.

    Only the key and the hash of `release` are looked at, so its content may be deferred.
    """
    return _reading(release.pk, release.sha256, clearance, language)


@lru_cache(maxsize=READINGS)
def _reading(pk: int, sha256: str, clearance: Confidentiality, language: str) -> Reading:
    release = Release.objects.select_related("based_on").get(pk=pk)
    document = assemble_release(release, clearance=clearance, language=language)
    with translation.override(language):
        return Reading(
            replace(document, sections=()),
            mark_safe(render_contents(document)),  # noqa: S308 - every text in it is escaped
            mark_safe(render_body(document)),  # noqa: S308 - every text in it is escaped
        )


def rendered(
    release: Release,
    *,
    clearance: Confidentiality,
    language: str,
    format: str,
    unanswered: bool = True,
    parked: bool = False,
) -> bytes:
    """Return a release as a file; made at most once for each clearance, language and format.

    Raises:
        KeyError: there is no such format.
    """
    made = FORMATS[format]
    path = _place(release, clearance, language, made, unanswered=unanswered, parked=parked)
    found = _read(path)
    if found:
        return found
    with _LOCKS[format]:  # whoever waited here finds what the first one made
        found = _read(path)
        if found:
            return found
        document = assemble_release(
            release, clearance=clearance, language=language, unanswered=unanswered, parked=parked
        )
        content = made.render(document)
        _write(path, content)
    return content


# Files --------------------------------------------------------------------------------------------


def _place(
    release: Release,
    clearance: Confidentiality,
    language: str,
    made: Format,
    *,
    unanswered: bool,
    parked: bool,
) -> Path:
    options = f"{'' if unanswered else '-brief'}{'-parked' if parked else ''}"
    name = f"{release.sha256}-{clearance}-{language}{options}{made.suffix}"
    return _root() / renderer_fingerprint() / release.sha256[:2] / name


def _root() -> Path:
    return Path(settings.DOCUMENT_CACHE)


def _read(path: Path) -> bytes:
    """Return a file and remember that it was wanted; b"" where there is none."""
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        return b""
    return content


def _write(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, readable for nobody else on the machine."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _prune_daily()


def _prune_daily() -> None:
    """Delete what nobody wanted for months, at most once a day."""
    mark = _root() / "pruned"
    now = time.time()
    if mark.exists() and mark.stat().st_mtime > now - DAY:
        return
    mark.touch()
    for path in _root().rglob("*-*.*"):
        try:
            if path.stat().st_mtime < now - UNWANTED:
                path.unlink()
        except FileNotFoundError:
            continue  # another process was faster


@lru_cache(maxsize=1)
def renderer_fingerprint() -> str:
    """Return a hash that changes with anything but the release that could change a file."""
    found = hashlib.sha256()
    for path in sorted(_sources()):
        found.update(path.read_bytes())
    for name in ("xhtml2pdf", "reportlab", "python-docx", "markdown-it-py"):
        found.update(f"{name}={version(name)}\n".encode())
    found.update(f"{settings.SITE_NAME}\n{settings.TIME_ZONE}".encode())
    return found.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    rooms = Path(__file__).parent.parent
    base = Path(settings.BASE_DIR)
    for room in (rooms / "documents", rooms / "definition"):
        yield from room.rglob("*.py")
    yield from (base / "templates/concept_pages/documents").rglob("*.html")
    yield base / "static/concept_pages/css/document.css"
    yield from (base / "locale").rglob("*.mo")
