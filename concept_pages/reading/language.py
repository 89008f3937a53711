"""The language of the screen: chosen by a button, kept in a cookie and in the person's profile."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language
from wagtail.users.models import UserProfile

YEAR = 365 * 24 * 60 * 60


def screen_language() -> str:
    """Return the two letters of the language that is active."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Change the language here and in the admin, and go back to where the person was."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        profile = UserProfile.get_for_user(request.user)
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])
    return keep(set_language(request), language)


def keep_language_of(user: AbstractBaseUser, response: HttpResponse) -> HttpResponse:
    """Let a response carry the language that a person chose, maybe on another computer."""
    profile = UserProfile.objects.filter(user=user).only("preferred_language").first()
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
