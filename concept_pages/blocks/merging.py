"""Two people at one concept: whose answer counts, and where they have to choose.

The form carries a fingerprint of every answer as it was loaded. An answer that only one side has
changed since is taken from that side; only one that both changed differently is a conflict.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..definition.emptiness import is_blank
from .values import Answers, merge

Fingerprints = Mapping[str, str]


@dataclass(frozen=True)
class Conflict:
    """An answer that two people changed: what is stored meanwhile, and what was typed here."""

    question: str
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """What to store after an edit; in a conflict the stored answer stays until somebody chooses."""

    answers: Answers
    conflicts: tuple[Conflict, ...]
    changed_by_others: frozenset[str]


def fingerprint(answer: Any) -> str:
    """Return a short fingerprint of an answer; equal for answers that say the same."""
    if is_blank(answer):
        return ""
    text = json.dumps(_plain(answer), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def merge_edits(
    stored: Mapping[str, Any],
    edited: Mapping[str, Any],
    *,
    base: Fingerprints,
    now: Fingerprints,
    editable_keys: Collection[str],
) -> Merged:
    """Join the answers of a form with what is stored by now.

    `base` has the fingerprints of the answers as the form was loaded, `now` those of the stored
    ones as a form would post them unchanged.
    """
    take, conflicts, theirs = [], [], []
    for key in editable_keys:
        was, stands, mine = base.get(key, ""), now.get(key, ""), fingerprint(edited.get(key))
        if mine == stands:
            continue
        if mine == was:
            theirs.append(key)
        elif stands == was:
            take.append(key)
        else:
            conflicts.append(Conflict(key, stored.get(key), edited.get(key)))
    return Merged(merge(stored, edited, take), tuple(conflicts), frozenset(theirs))


def _plain(value: Any) -> Any:
    """Return a value without what does not matter: blanks, white space at the ends, 8.0 for 8."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value if not is_blank(part)]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if not is_blank(part)}
    return value
