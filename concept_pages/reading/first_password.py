"""A password that somebody else chose is changed before anything else is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions.passwords import needs_own_password

MUST_CHANGE = "secdoc_must_change_password"
"""Kept in the session, so that no page asks the database for it; a new password ends sessions."""

OPEN = ("account", "logout", "language", "second_factor", "second_factor_check")
"""What such a person may do: change the password, leave, choose the language, and show the second
factor, which comes before everything else."""


def remember(request: HttpRequest, user: Any) -> None:
    """Note in a new session whether the password has to be changed first."""
    if needs_own_password(user):
        request.session[MUST_CHANGE] = True


def forget(request: HttpRequest) -> None:
    """Let the person go on; she has chosen a password of her own."""
    request.session.pop(MUST_CHANGE, None)


class FirstPasswordMiddleware:
    """Leads to the account page, from both sides, until the password is her own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the account page with a word why."""
        open_ways = [reverse(f"concept_pages:{name}") for name in OPEN]
        if not request.session.get(MUST_CHANGE) or request.path in open_ways:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        way = reverse("concept_pages:account")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"redirect": way}, status=403)
        messages.warning(request, _("Please choose a password of your own first."))
        return redirect(way)
