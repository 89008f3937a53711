"""Turns what a directory sends into what we keep: odd bytes, long names, spellings of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ldap.dn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ldap.filter import escape_filter_chars

from ..actions.directory.entries import Entry

LONGEST = 150
"""The longest account, first name and surname that an account here can have."""

_BINARY = "hex:"


def entry_of(dn: str, attributes: Mapping[str, Sequence[Any]]) -> Entry | None:
    """Return what an entry says about a person; None where it lacks what makes an account."""
    values = {name.lower(): found for name, found in attributes.items()}

    def first(name: str) -> Any:
        return next(iter(values.get(name.lower(), ())), b"")

    unique_id = identifier_of(first(settings.LDAP_ATTR_ID))
    account = text_of(first(settings.LDAP_ATTR_ACCOUNT))
    if not unique_id or not account or len(account) > LONGEST:
        return None
    first_name = text_of(first(settings.LDAP_ATTR_FIRST_NAME))[:LONGEST].strip()
    last_name = text_of(first(settings.LDAP_ATTR_LAST_NAME))[:LONGEST].strip()
    if not (first_name or last_name):
        last_name = (text_of(first("displayName")) or text_of(first("cn")))[:LONGEST].strip()
    return Entry(
        unique_id=unique_id,
        dn=dn,
        account=account,
        first_name=first_name,
        last_name=last_name,
        mail=_mail_of(text_of(first(settings.LDAP_ATTR_MAIL))),
    )


def text_of(value: bytes | str) -> str:
    """Return a value as one line of text; bytes that are none become question marks."""
    text = value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def identifier_of(value: bytes | str) -> str:
    """Return a unique identifier as text; binary ones, such as objectGUID, in hexadecimal."""
    raw = value.encode("utf-8", errors="surrogateescape") if isinstance(value, str) else value
    try:
        text = raw.decode("ascii")
    except UnicodeDecodeError:
        text = ""
    return text if not raw or (text.isprintable() and text) else _BINARY + raw.hex()


def identifier_term(unique_id: str) -> str:
    """Return the filter that finds an entry by its unique identifier."""
    if unique_id.startswith(_BINARY):
        digits = unique_id.removeprefix(_BINARY)
        value = "".join(f"\\{digits[at : at + 2]}" for at in range(0, len(digits), 2))
    else:
        value = escape_filter_chars(unique_id)
    return f"({settings.LDAP_ATTR_ID}={value})"


def dn_key(dn: str) -> str:
    """Return what two spellings of the same distinguished name have in common; "" if it is none."""
    try:
        parts = ldap.dn.str2dn(dn)
    except (ldap.DECODING_ERROR, ValueError):
        return ""
    plain = [
        sorted((name.lower(), " ".join(value.casefold().split()), 1) for name, value, _kind in part)
        for part in parts
    ]
    return str(ldap.dn.dn2str(plain))


def _mail_of(text: str) -> str:
    """Return an address that mails can be sent to; "" for anything else."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= 254 else ""
