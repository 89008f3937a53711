"""The language of the screen: chosen by a button, kept in a cookie and in the person's profile.

What somebody chooses in front of the sign-in counts for her from then on; without a choice there,
it is the language that she chose earlier, maybe on another computer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language
from wagtail.users.models import UserProfile

YEAR = 365 * 24 * 60 * 60
CHOSEN = "secdoc_language"
"""Where a session keeps what a stranger chose, until it is known who she is."""


def screen_language() -> str:
    """Return the two letters of the language that is active."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Change the language here and in the admin, and go back to where the person was."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            prefer(request.user, language)
        else:
            request.session[CHOSEN] = language
    return keep(set_language(request), language)


def take_along(request: HttpRequest) -> None:
    """Let what was chosen in front of the sign-in be the choice of the person who came in."""
    language = request.session.pop(CHOSEN, "")
    if language:
        prefer(request.user, language)


def prefer(user: Any, language: str) -> None:
    """Keep the language that a person chose, for every computer and the mails to her."""
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save(update_fields=["preferred_language"])


class AccountLanguageMiddleware:
    """Lets the language chosen on Wagtail's account page hold on every screen, at once.

    Wagtail itself speaks it in the admin only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; remember the language where the account was saved."""
        response = self.get_response(request)
        place = request.resolver_match.view_name if request.resolver_match else ""
        if request.method == "POST" and place == "wagtailadmin_account":
            return keep_language_of(request.user, response)
        return response


def keep_language_of(
    user: AbstractBaseUser | AnonymousUser, response: HttpResponse
) -> HttpResponse:
    """Let a response carry the language that a person chose, maybe on another computer."""
    profile = UserProfile.objects.filter(user_id=user.pk).only("preferred_language").first()
    return keep(response, profile.preferred_language if profile else "")


def keep(response: HttpResponse, language: str) -> HttpResponse:
    """Let a response set the cookie of a language; "" and unknown ones change nothing."""
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
