"""The vectors that Python and the browser are both held to: those written down, and random ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition

from .build import template

_WRITTEN = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
COMPARISONS: list[tuple[str, Any, str, Any, bool]] = [tuple(v) for v in _WRITTEN["comparisons"]]
DOCUMENTS: list[dict[str, Any]] = _WRITTEN["documents"]


def definition_of(document: dict[str, Any]) -> Definition:
    """Return the definition of a document vector; its elements are labelled by their keys."""
    return decode(template(*(_labelled(chapter) for chapter in document["chapters"])))


def _labelled(element: dict[str, Any]) -> dict[str, Any]:
    below = {
        part: [_labelled(child) for child in element[part]]
        for part in ("questions", "sections")
        if part in element
    }
    return {"label": {"de": element["key"], "en": element["key"]}, **element, **below}
