"""Keeps the list of open sessions: who uses which browser, from where, and when last."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from ..access.network import client_address
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
        address = client_address(request)
        mark = f"open-session:{request.session.session_key}:{address}"
        if cache.add(mark, True, WRITTEN_EVERY.total_seconds()):
            note_use(
                request.session,
                by=request.user,
                user_agent=request.headers.get("user-agent", ""),
                address=address,
            )
