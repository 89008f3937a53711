"""One gate before every address: who has a second factor shows it before anything else opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ..access.grants import grants_of
from ..queries.second_factor import device_of

PROVED = "second_factor"
"""Where a session keeps the device whose code was shown: another device asks again."""

CHECK, SET_UP = "concept_pages:second_factor_check", "concept_pages:second_factor"
OPEN = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "concept_pages:logout",
    "concept_pages:language",
)
"""What works before: none of it says anything about what is inside."""


class SecondFactorMiddleware:
    """Leads whoever has a second factor, or needs one, to it; all other addresses are closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, if nothing is in the way."""
        if request.user.is_authenticated and request.path not in map(reverse, OPEN):
            gate = missing(request)
            if gate is not None and request.path != reverse(gate):
                return _lead_to(gate, request)
        return self.get_response(request)


def missing(request: HttpRequest) -> str | None:
    """Return the screen that comes first: for a code, or for setting up what a role demands."""
    device = device_of(request.user)
    if device is not None:
        return None if request.session.get(PROVED) == device.pk else CHECK
    return SET_UP if grants_of(request.user).demands_second_factor else None


def remember(request: HttpRequest, device: Any) -> None:
    """Let a session pass from now on, under a key that nobody can have seen before."""
    request.session.cycle_key()
    request.session[PROVED] = device.pk


def _lead_to(gate: str, request: HttpRequest) -> HttpResponse:
    """Answer as for an ended session: people are led on, scripts are told, nothing is done."""
    by_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    if by_script or "application/json" in request.headers.get("accept", ""):
        sentence = _("Please show your second factor first.")
        return JsonResponse({"success": False, "error": "second_factor", "detail": sentence},
                            status=403)  # fmt: skip
    response = redirect(f"{reverse(gate)}?{urlencode({'next': _wanted(request)})}")
    response.headers["Cache-Control"] = "no-store"
    return response


def _wanted(request: HttpRequest) -> str:
    """Return where the person goes on afterwards: a form that was sent is opened again."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return safe(request, request.headers.get("referer", ""))


def safe(request: HttpRequest, address: str) -> str:
    """Return an address of ours; the start page in the place of any other."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"
