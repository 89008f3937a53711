"""Keys of a template's draft: given where they are missing, unique, and fixed once released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..blocks.question_data import Data
from ..definition.elements import Definition
from ..definition.keys import free_key, key_from

GROUP = "group"
"""What a group's key is reserved as; the key of a question is reserved with its answer type."""


@dataclass
class Keys:
    """Which keys are taken in a template.

    `reserved` maps every key that was ever released to what it stood for: answers are stored by
    it, so it never stands for anything else. `taken` are the keys in the draft.
    """

    reserved: Mapping[str, str]
    taken: set[str] = field(default_factory=set)

    def is_free(self, key: str, kind: str) -> bool:
        """Return whether something of this kind may have this key."""
        return key not in self.taken and self.reserved.get(key, kind) == kind

    def take(self, key: str, kind: str, label: Mapping[str, str]) -> str:
        """Return the key; one made from the label where there is none; another if it is taken."""
        if not key:
            words = label.get("en") or label.get("de") or ""
            key = key_from(words, self.taken | set(self.reserved), fallback=kind)
        elif not self.is_free(key, kind):
            key = free_key(key, self.taken | set(self.reserved))
        self.taken.add(key)
        return key


def keys_of_data(data: Data) -> Iterator[str]:
    """Yield the keys of a group in the template format: its own and those of its questions."""
    yield data.get("key") or ""
    yield from (question.get("key") or "" for question in data.get("questions", ()))


def keys_of_definition(definition: Definition) -> dict[str, str]:
    """Return what each key of a definition stands for."""
    groups = {group.key: GROUP for group in definition.walk_groups()}
    return groups | {key: kind.value for key, kind in definition.types.items()}


def fill_row_keys(rows: Iterable[dict[str, Any]]) -> None:
    """Give every option, row or column without a key one that is made from its text."""
    rows = list(rows)
    taken = {row["key"] for row in rows if row.get("key")}
    for row in rows:
        if not row.get("key"):
            row["key"] = key_from(row.get("en") or row.get("de") or "", taken, fallback="entry")
            taken.add(row["key"])
