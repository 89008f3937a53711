"""The named patterns of short texts; a template never carries a regular expression of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from .problems import Message, gettext_noop

EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*([-+ ]?[A-Za-z][A-Za-z0-9.]*)?")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]*")
_PORTS = re.compile(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?(?:\s*/\s*(?:tcp|udp|sctp))?", re.I)
_SEPARATORS = re.compile(r"[,;\n]|\s/\s|\s(?:oder|und|or|and)\s")


def is_email(value: str) -> bool:
    """Return whether a text is one e-mail address."""
    local = value.partition("@")[0]
    return (
        len(value) <= 254
        and EMAIL.fullmatch(value) is not None
        and ".." not in value
        and not local.startswith(".")
        and not local.endswith(".")
    )


def _is_phone(value: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    return _PHONE.fullmatch(value) is not None and 3 <= digits <= 20


def is_version_number(value: str) -> bool:
    """Return whether a text is a version such as 1.0, 2.3.1, 18 or 2.0-rc1."""
    return _VERSION.fullmatch(value) is not None


def is_phone_or_email(value: str) -> bool:
    """Return whether a text gives a telephone number or an e-mail address, or several of them."""
    words = value.strip().split()
    # "089 1234 hotline@rz.example": an address between blanks separates by itself.
    apart = " ".join(f",{word}," if "@" in word else word for word in words)
    parts = [part.strip() for part in _SEPARATORS.split(apart)]
    return any(parts) and all(is_email(p) or _is_phone(p) for p in parts if p)


def is_port_list(value: str) -> bool:
    """Return whether a text lists ports or ranges of ports, from 1 to 65535."""
    parts = [part.strip() for part in re.split(r"[,;\n]", value)]
    return any(parts) and all(_is_port_range(part) for part in parts if part)


def _is_port_range(value: str) -> bool:
    found = _PORTS.fullmatch(value)
    if not found:
        return False
    low, high = int(found[1]), int(found[2] or found[1])
    return 1 <= low <= high <= 65535


PATTERNS: dict[str, tuple[Callable[[str], bool], Message]] = {
    "version_number": (
        is_version_number,
        Message(gettext_noop("Enter a version number such as 1.0 or 2.3.1.")),
    ),
    "phone_or_email": (
        is_phone_or_email,
        Message(
            gettext_noop(
                "Enter a telephone number such as +49 89 1234-567 or an e-mail address; "
                "separate several by commas."
            )
        ),
    ),
    "port_list": (
        is_port_list,
        Message(
            gettext_noop(
                "Enter ports or port ranges from 1 to 65535, separated by commas, "
                "such as 22, 443, 8000-8010."
            )
        ),
    ),
}
"""Each pattern with its check and what to say to a person whose text does not match."""
