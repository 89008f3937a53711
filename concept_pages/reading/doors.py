"""What holds for every address of the reading side, so that no view can forget it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]

SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing is fetched from elsewhere, and no script runs that somebody smuggled into an answer."""


def reading_view(view: View) -> View:
    """Return a view for people who are signed in; what it answers stays in no cache."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Security-Policy", SECURITY_POLICY)
        return response

    return guarded


def keep_closed_file(document: Any, request: HttpRequest) -> None:
    """Refuse a file of Wagtail whose collection is closed to whoever asks.

    She has signed in already; Wagtail would send her to sign in once more.
    """
    restrictions = document.collection.get_view_restrictions()
    asked = [one for one in restrictions if one.restriction_type != one.PASSWORD]
    if not all(one.accept_request(request) for one in asked):
        raise PermissionDenied
