"""Ends seeing SecDoc as somebody else; the button stands on every page of both sides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ..actions.seeing import BY_HAND
from ..requests.posting import posted_only
from ..requests.see_as import end
from .session import START, may_open_admin


@posted_only(lambda: START)
def end_see_as(request: HttpRequest) -> HttpResponse:
    """See as oneself again, and go back to where the person is administered."""
    person = end(request, why=BY_HAND)
    if person is not None and request.user.has_perm("auth.change_user"):
        return redirect("wagtailusers_users:inspect", person.pk)
    in_admin = may_open_admin(request.user)  # type: ignore[arg-type]
    return redirect(reverse("wagtailadmin_home") if in_admin else START)
