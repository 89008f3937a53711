"""Answers that list network addresses: IP addresses and networks, host names."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..elements import Field
from ..emptiness import is_blank
from ..problems import Message, gettext_noop
from .context import MISFIT, Context, Speech

# "*" stands for any host, as in certificates; "_" leads service records.
_LABEL = re.compile(r"(?!-)[\w*-]{1,63}(?<!-)")

_NO_ADDRESS = {
    None: gettext_noop(
        "“%(entry)s” is no IP address or network such as 192.0.2.10, 192.0.2.0/24 or 2001:db8::10."
    ),
    4: gettext_noop(
        "“%(entry)s” is no IPv4 address or network such as 192.0.2.10 or 192.0.2.0/24."
    ),
    6: gettext_noop(
        "“%(entry)s” is no IPv6 address or network such as 2001:db8::10 or 2001:db8::/32."
    ),
}
_NO_HOST = gettext_noop("“%(entry)s” is no host name such as www.example.org.")


def is_address(value: str, version: int | None = None) -> bool:
    """Return whether a text is an IP address or network, of a version where one is asked for."""
    if len(value) > 64:
        return False
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return version is None or network.version == version


def is_hostname(value: str) -> bool:
    """Return whether a text is a host name; a trailing dot and letters like ü are allowed."""
    name = value.removesuffix(".")
    return 0 < len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def check_ip_list(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that every entry is an IP address or network of the right version."""
    text = _NO_ADDRESS.get(field.ip_version, _NO_ADDRESS[None])
    return _check_entries(value, lambda entry: is_address(entry, field.ip_version), text)


def check_hostname_list(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that every entry is a host name."""
    return _check_entries(value, is_hostname, _NO_HOST)


def _check_entries(value: Any, fits: Callable[[str], bool], text: str) -> Iterator[Message]:
    if not isinstance(value, list | tuple):
        yield MISFIT
        return
    for entry in value:
        if isinstance(entry, str):
            if entry.strip() and not fits(entry.strip()):
                yield Message(text, {"entry": entry[:100]})
        elif not is_blank(entry):
            yield MISFIT


def say_entries(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return the entries as they were written."""
    entries = value if isinstance(value, list | tuple) else [value]
    return [entry for entry in entries if isinstance(entry, str) and not is_blank(entry)]
