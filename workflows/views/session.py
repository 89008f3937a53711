"""Tells an open editor who is signed in by now and may still edit; hands it a fresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.models import Page

from ..pages import LifecyclePage, LifecyclePart
from ..people import User
from ..rights import authority

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Tell a person that the work can go on; the login beside an open editor leads here."""
    return render(request, "workflows/signed_in.html")


@require_GET
@never_cache
def editor_session(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return to the script of an editor who is signed in, and whether she may edit the page.

    It stands outside of the admin, which would answer somebody who has lost her last right there
    as it answers somebody without a session.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied
    may_edit = _may_edit(request.user, page_id)
    answer = {"user": str(request.user.pk), "token": get_token(request), "may_edit": may_edit}
    return JsonResponse(answer)


def _may_edit(user: User, page_id: int) -> bool:
    """Return whether the right to edit a page is held, in whichever state the page is."""
    found = Page.objects.filter(pk=page_id).first()
    page: Any = found.specific if found else None
    whole = page.whole if isinstance(page, LifecyclePart) else page
    if isinstance(whole, LifecyclePage):
        return authority().may(user, whole.submit_right, whole)
    return bool(page and page.permissions_for_user(user).can_edit())
