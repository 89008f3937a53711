"""Tells the audit log from which address each request comes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ..access.network import client_address
from ..actions.audit import Origin, come_from, leave


class OriginMiddleware:
    """Remembers the address of whoever asks while she is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        token = come_from(Origin(address=client_address(request)))
        try:
            return self.get_response(request)
        finally:
            leave(token)
