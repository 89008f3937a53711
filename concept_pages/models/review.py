"""The door upward for the review view: how a submission is rendered is decided by a higher room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

Renderer = Callable[..., SafeString]
"""Takes (page, submission, previous release, language, user=…) and returns HTML."""

_registered: dict[str, Renderer] = {}


def register_review_renderer(kind: str, renderer: Renderer) -> None:
    """Make `renderer` the one that shows the submissions of "concept" or "template" pages."""
    _registered[kind] = renderer


def review_renderer(kind: str) -> Any:
    """Return the renderer that is registered for a kind of page, or None."""
    return _registered.get(kind)
