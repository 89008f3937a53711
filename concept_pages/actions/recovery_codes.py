"""What codes look like: six digits from a telephone, or ten letters and digits kept on paper."""

from __future__ import annotations

import secrets

DIGITS = 6
LENGTH, PART = 10, 5
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which look alike on paper."""


def new_code() -> str:
    """Return a random recovery code, such as k7mfa-2xw9q."""
    drawn = "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))
    return "-".join(drawn[at : at + PART] for at in range(0, LENGTH, PART))


def plain(code: str) -> str:
    """Return a code as it is compared, however it was typed: without gaps, in small letters."""
    return "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())


def is_recovery_code(code: str) -> bool:
    """Return whether something typed is meant as a recovery code."""
    return len(plain(code)) > DIGITS
