"""Writes down which files leave the house through a screen that does not say so itself."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from typing import Any

from django.http import HttpRequest, HttpResponse

from ..actions.audit import record, recorded
from ..models import AuditEntry


class DownloadLogMiddleware:
    """Adds a line for each answer that is saved as a file: above all, lists as spreadsheets.

    Whoever has more to say about a file, such as which release it was, has said it already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self.get_response(request)
        name = file_name_of(response)
        is_told = AuditEntry.Event.EXPORTED in recorded()
        if name and not is_told and request.user.is_authenticated:
            detail: dict[str, Any] = {"path": request.get_full_path()[:500]}
            record(AuditEntry.Event.EXPORTED, by=request.user, about=name, detail=detail)
        return response


def file_name_of(response: HttpResponse) -> str:
    """Return the name under which an answer is saved; "" for what is shown."""
    header = Message()
    header["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    if response.status_code != 200 or header.get_content_disposition() != "attachment":
        return ""
    return header.get_filename("") or "?"
