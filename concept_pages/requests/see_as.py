"""Lets an administrator see SecDoc as another person does: every screen, and not one change.

Her session keeps as whom she sees; each request asks anew whether she still may. What a view writes
while it only shows something, such as who has which page open, is undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from ..access.network import client_address
from ..access.seeing import may_see_as
from ..actions.audit import Origin, come_from, leave, record_again
from ..actions.seeing import (
    PRIVATE,
    READ_ONLY,
    RIGHT_GONE,
    SIGNED_OUT,
    TIME_OVER,
    end_seeing,
)
from .refusals import note_refusal

SECONDS = 30 * 60
"""After so long it ends by itself."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_SESSION = "secdoc_see_as"


class SeeAsMiddleware:
    """Puts the other person in the place of whoever has signed in, read-only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, as whoever is seen through; refuse what would change something."""
        if _SESSION not in request.session or not request.user.is_authenticated:
            return self.get_response(request)
        if request.path in _ways_out():
            end(request, why=SIGNED_OUT)
            return self.get_response(request)
        if request.path in _of_the_seer():
            return self.get_response(request)
        person = _person(request)
        if person is None and request.method not in SAFE_METHODS:
            # The form was opened to look at; it must not take effect in the own name.
            return _refuse(
                request, _("You see SecDoc as yourself again. What you sent was not carried out.")
            )
        if person is None:
            messages.info(request, _("You see SecDoc as yourself again."))
            return self.get_response(request)
        _put_in_place(request, person)
        return self._show(request, person)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Refuse in the place of the view: there, the log of refusals hears of it."""
        if getattr(request.user, "seer", None) is None:
            return None
        if request.method not in SAFE_METHODS:
            note_refusal(request, READ_ONLY)
            return _refuse(request, _("You see SecDoc as somebody else. Nothing can be changed."))
        if _is_private(request.path):
            note_refusal(request, PRIVATE)
            return _refuse(request, _("Her own account is shown to the person alone."))
        return None

    def _show(self, request: HttpRequest, person: Any) -> HttpResponse:
        """Return what the person would see; only the audit log keeps that it was shown."""
        token = come_from(Origin(address=client_address(request), seer=person.seer))
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response = response.render()
                transaction.set_rollback(True)
            record_again()
            return response
        finally:
            leave(token)


def begin(request: HttpRequest, person: Any) -> None:
    """Let the session of a request see as a person from now on."""
    request.session[_SESSION] = {"person": person.pk, "since": int(time.time())}


def end(request: HttpRequest, *, why: str) -> Any:
    """Let the session see as its owner again; return the person, None where there is none.

    Forms that were opened meanwhile, in whichever tab, carry a token that counts no more: what they
    show is somebody else's view, and nothing of it may be carried out in the own name.
    """
    kept = request.session.pop(_SESSION, None)
    if kept is None:
        return None
    rotate_token(request)
    person = get_user_model()._default_manager.filter(pk=kept["person"]).first()
    end_seeing(person, why=why, by=request.user)
    return person


def end_address() -> str:
    """Return where a form ends it."""
    return reverse("concept_pages:see_as_end")


def _person(request: HttpRequest) -> Any:
    """Return whom the session sees as; end it where the time is over or the right is gone."""
    kept = request.session[_SESSION]
    if time.time() - kept["since"] > SECONDS:
        end(request, why=TIME_OVER)
        return None
    person = get_user_model()._default_manager.filter(pk=kept["person"]).first()
    if person is None or not may_see_as(request.user, person):
        end(request, why=RIGHT_GONE)
        return None
    return person


def _put_in_place(request: HttpRequest, person: Any) -> None:
    """Make the person the one who asks; language and time zone stay those of who looks."""
    seer: Any = request.user
    own = UserProfile.objects.filter(user_id=seer.pk).first() or UserProfile()
    person.seer = seer
    person.wagtail_userprofile = UserProfile(
        user=person,
        preferred_language=own.preferred_language,
        current_time_zone=own.current_time_zone,
        theme=own.theme,
        density=own.density,
    )
    request.user = person


def _ways_out() -> set[str]:
    return {reverse("concept_pages:logout"), reverse("wagtailadmin_logout")}


def _of_the_seer() -> set[str]:
    """Return what is answered to her who looks: the end of it, and her language."""
    return {end_address(), reverse("concept_pages:language")}


def _is_private(path: str) -> bool:
    """Return whether a page belongs to the account of a person: password, second factor …"""
    return path.startswith((resolve_url("concept_pages:account"), reverse("wagtailadmin_account")))


def _refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    """Refuse with a page, or for scripts with words that ours and Wagtail's look for."""
    wants_json = "application/json" in request.headers.get("accept", "")
    if wants_json or request.headers.get("x-requested-with") == "XMLHttpRequest":
        said = {"success": False, "error_code": "read_only", "error_message": sentence}
        shown = {"error": sentence, "is_valid": False, "is_available": False}
        return JsonResponse({**said, **shown}, status=403)
    return render(request, "concept_pages/see_as_refused.html", {"sentence": sentence}, status=403)
