"""From which network address somebody asks; locks, sessions and the audit log all ask here."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the network address of whoever asks; None where nobody knows.

    Behind our proxy it is the last one of X-Forwarded-For, the only one that the proxy wrote
    itself: what stands before it was sent along and may be invented.
    """
    direct = _address(str(request.META.get("REMOTE_ADDR", "")))
    if not settings.BEHIND_PROXY:
        return direct
    forwarded = request.headers.get("x-forwarded-for", "")
    return _address(forwarded.rpartition(",")[2]) or direct


def _address(said: str) -> str | None:
    """Return an address in its usual spelling, without port, zone and brackets."""
    text = said.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
