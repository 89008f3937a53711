"""Short marks for roles, so that a matrix of them can be read at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...models import Role

_ABBREVIATION = re.compile(r"\(([A-ZÄÖÜ]{2,5})\)\s*$")
_LONGEST = 5


def marks_of(roles: Iterable[Role]) -> dict[int, str]:
    """Return a mark for each role by primary key, in the language of the screen; all differ.

    An abbreviation in the name is taken as it is. Other names give their first two letters, or
    where these are shared, the first letter and the one where the names part.
    """
    names = {role.pk: str(role) for role in roles}
    marks: dict[int, str] = {}
    for pk, name in names.items():
        same = [other for other in names.values() if other[:2].lower() == name[:2].lower()]
        marks[pk] = _abbreviation(name) or _parting(name, same)
    return _told_apart(marks)


def _abbreviation(name: str) -> str:
    if found := _ABBREVIATION.search(name):
        return found[1]
    return name if name.isupper() and len(name) <= _LONGEST else ""


def _parting(name: str, same: list[str]) -> str:
    if len(same) == 1:
        return name[:2].capitalize()
    at = _shared(same)
    return name[:1].upper() + (name[at : at + 1].strip().upper() or name[1:2])


def _shared(names: list[str]) -> int:
    """Return how many letters all names begin with together."""
    columns = zip(*(name.lower() for name in names), strict=False)
    return next(
        (at for at, letters in enumerate(columns) if len(set(letters)) > 1), min(map(len, names))
    )


def _told_apart(marks: dict[int, str]) -> dict[int, str]:
    """Return the marks with a number where the same one came out again."""
    seen: dict[str, int] = {}
    different: dict[int, str] = {}
    for pk, mark in marks.items():
        seen[mark] = seen.get(mark, 0) + 1
        different[pk] = mark if seen[mark] == 1 else f"{mark}{seen[mark]}"
    return different
