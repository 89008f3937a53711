"""Stable keys: how one is made from a text, and which of them belong to a single service."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
_ENOUGH = 48

OWN_PREFIX = "own__"
"""How the keys of the groups and questions start that one service adds to its template.

`key_from` never makes two underscores in a row, and a template with such a key is refused, so no
version of a template ever asks for what a service calls its own.
"""


def is_own(key: str) -> bool:
    """Return whether a key belongs to a group or question that a single service has added."""
    return key.startswith(OWN_PREFIX)


def key_from(text: str, taken: Container[str] = (), *, fallback: str = "item") -> str:
    """Return a key made from `text` that is not among those taken.

    A number is appended where the plain key is taken; `fallback` stands in where no letter is left.
    """
    spelled = text.lower().translate(_SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(stem) > _ENOUGH:
        stem = stem[:_ENOUGH].rsplit("_", 1)[0].strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"{fallback}_{stem}".strip("_")
    return free_key(stem, taken)


def free_key(stem: str, taken: Container[str]) -> str:
    """Return `stem`, or `stem_2`, `stem_3` … whichever is the first that is not taken."""
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
