"""Tells the audit log from which address each request comes."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ..actions.audit import Origin, come_from, leave


class OriginMiddleware:
    """Remembers the address of whoever asks while she is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        token = come_from(Origin(address=address_of(request)))
        try:
            return self.get_response(request)
        finally:
            leave(token)


def address_of(request: HttpRequest) -> str | None:
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
