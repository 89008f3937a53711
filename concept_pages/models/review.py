"""The door upward for the review view: how a submission is rendered is decided by a higher room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

Renderer = Callable[..., SafeString]
"""Takes (page, submission, previous release, language, user=…) and returns HTML."""

_registered: dict[str, Renderer] = {}


def register_review_renderer(renderer: Renderer) -> None:
    """Make `renderer` the one that shows the submissions of concepts."""
    _registered["concept"] = renderer


def review_renderer() -> Any:
    """Return the registered renderer, or None."""
    return _registered.get("concept")
