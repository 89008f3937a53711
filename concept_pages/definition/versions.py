"""The number of the next release: a compatible change raises the minor, a breaking the major."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})(?:\.([0-9]{1,6}))?")
FIRST = "1.0"


def next_version(previous: str, *, breaking: bool, proposed: str = "") -> str:
    """Return the number that follows `previous`; "" means that nothing was released yet.

    `proposed`, such as the version of an imported file, is taken where it says at least as much as
    the change demands.
    """
    wish = _parts(proposed)
    before = _parts(previous)
    if before is None:
        return proposed if wish else FIRST
    needed = (before[0] + 1, 0, 0) if breaking else (before[0], before[1] + 1, 0)
    if wish and wish >= needed:
        return proposed
    return f"{needed[0]}.{needed[1]}"


def _parts(number: str) -> tuple[int, int, int] | None:
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
