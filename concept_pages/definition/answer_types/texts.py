"""Answers in free text: short, long and rich texts, letters, e-mail and web addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ..elements import Field
from ..patterns import PATTERNS, is_email
from ..problems import Message, gettext_noop
from .context import MISFIT, Context, Speech

# What neither PostgreSQL nor XML can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNPRINTABLE = Message(
    gettext_noop("The text contains an invisible control character; please type it again.")
)
_JOINERS = "\u200c\u200d"
"""What joins and parts letters, without which some languages cannot be written."""
_SCHEMES = frozenset(
    {"http", "https", "ftp", "ftps", "sftp", "ssh", "git", "ldap", "ldaps", "smb", "rtsp", "ws",
     "wss"}
)  # fmt: skip

# The lengths are bounded so that no text, however odd, takes long.
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\(([^)\s]{0,500})(?:[ \t][^)\n]{0,300})?\)")
_LINE_START = re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}|[-*+]|>|[0-9]{1,9}[.)])[ \t]+")
_RULE = re.compile(r"(?m)^[ \t]{0,3}(?:[-*_][ \t]*){3,}$")
_EMPHASIS = re.compile(r"(\*\*|__|~~|\*)(?=\S)(.{1,500}?)(?<=\S)\1")


def is_printable(value: str) -> bool:
    """Return whether a text can be stored and printed everywhere."""
    return _UNPRINTABLE.search(value) is None


def is_one_line(value: str) -> bool:
    """Return whether a text is printable and neither breaks a line nor turns its direction."""
    return all(
        char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs"
        for char in value
    )


def too_long(length: int, limit: int) -> Message:
    """Return that a text has more characters than there may be."""
    return Message(
        gettext_noop("The text is too long: %(length)s characters, at most %(limit)s are allowed."),
        {"length": length, "limit": limit},
    )


def check_text(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check the characters, the length and the pattern of a text."""
    if not isinstance(value, str):
        yield MISFIT
        return
    if not is_printable(value):
        yield UNPRINTABLE
    yield from _check_length(field, value)
    if field.pattern in PATTERNS:
        matches, message = PATTERNS[field.pattern]
        if not matches(value.strip()):
            yield message


def _check_length(field: Field, value: str) -> Iterator[Message]:
    # Browsers send line breaks as two characters, but count them as one.
    length = len(value.replace("\r\n", "\n"))
    if field.max_length is not None and length > field.max_length:
        yield too_long(length, field.max_length)
    if field.min_length is not None and length < field.min_length:
        yield Message(
            gettext_noop(
                "The text is too short: %(length)s characters, at least %(limit)s are needed."
            ),
            {"length": length, "limit": field.min_length},
        )


def check_letters(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that a text consists of letters only."""
    yield from check_text(field, value, context)
    if isinstance(value, str) and not value.isalpha():
        yield Message(gettext_noop("Enter letters only, without digits, blanks or signs."))


def check_email(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that a text is one e-mail address."""
    yield from check_text(field, value, context)
    if isinstance(value, str) and not is_email(value.strip()):
        yield Message(gettext_noop("Enter one e-mail address such as hotline@example.org."))


def check_url(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that a text is a complete web address."""
    yield from check_text(field, value, context)
    if isinstance(value, str) and not _is_url(value.strip()):
        yield Message(
            gettext_noop("Enter a complete web address such as https://www.example.org/page.")
        )


def _is_url(value: str) -> bool:
    if any(char.isspace() for char in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def say_text(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return a text as it was written."""
    return [value] if isinstance(value, str) else []


def without_markdown(value: str) -> str:
    """Return a Markdown text without its marks, for search and plain lists."""
    text = _LINK.sub(r"\1 \2", value.replace("\r\n", "\n").replace("`", ""))
    text = _RULE.sub("", _LINE_START.sub("", text))
    return _EMPHASIS.sub(r"\2", text)
