"""Answers a refused move with its sentence, whichever door of Wagtail's it came through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from wagtail.admin import messages

from .errors import NotPossible

if TYPE_CHECKING:
    from django.http import HttpRequest


class RefusalMiddleware:
    """Turns `NotPossible` into a message and a way back; nobody meets an error page for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return to where the person came from, with the reason; None for any other error."""
        if isinstance(error, NotPossible):
            messages.error(request, error.sentence)
        elif isinstance(error, ConcurrentTransition | TransitionNotAllowed):
            messages.error(request, _("Somebody else was faster. Please look at the page again."))
        else:
            return None
        way_back = _way_back(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's dialogues follow this as they follow a success: to a page with the message.
            return JsonResponse({"step": "success", "redirect": way_back})
        return redirect(way_back)


def _way_back(request: HttpRequest) -> str:
    """Return the page that the request came from, if it is one of ours and not the same again."""
    referer = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and urlsplit(referer).path != request.path:
        return referer
    page_id = request.resolver_match.kwargs.get("page_id") if request.resolver_match else None
    if page_id:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    return reverse("wagtailadmin_home")
