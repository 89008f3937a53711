"""The door upward for previews: how a draft looks to readers is decided by a higher room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Preview = Callable[["HttpRequest", Any], "HttpResponse"]
"""Takes the request and the page as it is in memory."""

_registered: list[Preview] = []


def register_draft_preview(preview: Preview) -> None:
    """Make `preview` the one that shows drafts of concepts; the last registration wins."""
    _registered[:] = [preview]


def draft_preview() -> Preview:
    """Return the registered preview.

    Raises:
        LookupError: none is registered, which is a programming error.
    """
    if not _registered:
        raise LookupError("No preview of concepts is registered.")
    return _registered[0]
