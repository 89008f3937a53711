"""Keeps the list of open sessions: who uses which browser, from where, and when last."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from ..actions.sessions import WRITTEN_EVERY, note_use


class OpenSessionMiddleware:
    """Notes the sessions of people who are signed in.

    The cache remembers which were noted, so that most requests ask the database nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if request.user.is_authenticated and request.session.session_key:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        address = address_of(request)
        mark = f"open-session:{request.session.session_key}:{address}"
        if cache.add(mark, True, WRITTEN_EVERY.total_seconds()):
            note_use(
                request.session,
                by=request.user,
                user_agent=request.headers.get("user-agent", ""),
                address=address,
            )


def address_of(request: HttpRequest) -> str | None:
    """Return the network address of a browser; None where the proxy says none."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # The last one is what our own proxy saw; those before it, anybody can write.
        said = request.headers.get("x-forwarded-for", said).rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return None
