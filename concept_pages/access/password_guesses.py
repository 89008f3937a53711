"""What somebody tries who guesses a password: well-known words, however they are dressed up."""

from __future__ import annotations

import re

_AT_THE_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_BETWEEN = re.compile(r"[\W_]+")
_LOOKS_LIKE = (
    str.maketrans("0134578@$!€", "oieastbasie"),
    str.maketrans("0134578@$!€", "oleastbasle"),
)
"""Digits and signs that stand for letters; a 1 stands for two."""

GERMAN = frozenset(
    "willkommen sicherheit frühling fruehling herbst "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "januar februar märz maerz april juni juli august september oktober november dezember".split()
)
"""What Django's list of well-known passwords, which is English, lacks."""

LONGEST_LOOKED_AT = 200
"""Nobody guesses more characters, and comparing a text with itself takes time."""


def undressed(password: str) -> set[str]:
    """Return a password and all that is left of it without what is easily put on.

    That is capital letters, digits and signs at its ends, signs in between, digits for letters,
    and saying the same again.
    """
    found: set[str] = set()
    waiting = [password.casefold()[:LONGEST_LOOKED_AT]]
    while waiting:
        text = waiting.pop()
        if text not in found:
            found.add(text)
            waiting += [_AT_THE_ENDS.sub("", text), joined(text), repeated_piece(text)]
            waiting += [text.translate(letters) for letters in _LOOKS_LIKE]
    return found


def joined(text: str) -> str:
    """Return a text without blanks and signs."""
    return _BETWEEN.sub("", text)


def repeated_piece(text: str) -> str:
    """Return what a text says again and again, the last time perhaps in part; or else all of it."""
    text = text[:LONGEST_LOOKED_AT]
    for length in range(1, len(text) // 2 + 1):
        if text[length:] == text[:-length]:
            return text[:length]
    return text
