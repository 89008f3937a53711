"""Tells an open editor who is signed in by now, and hands it a fresh token for its next request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Return who is signed in to a script; to a person, that the work can go on.

    The admin lets nobody come here without a session: scripts get a 403, people the login form,
    which leads back here.
    """
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})
    return render(request, "workflows/signed_in.html")
