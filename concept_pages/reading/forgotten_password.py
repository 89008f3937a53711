"""The way back for whoever has forgotten her password; it tells nobody who has an account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from ..access.network import client_address
from ..actions.password_links import send_forgotten

MOST_REQUESTS = 10
"""How often one address may ask in an hour."""
HOUR = 60 * 60


class ForgottenPasswordForm(forms.Form):
    """Asks for a mail address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Send a link to the address if somebody has it; answer the same if nobody does."""
    form = ForgottenPasswordForm(request.POST or None)
    context = {"site_name": settings.SITE_NAME, "form": form, "sent": False, "too_many": False}
    status = 200
    if form.is_valid():
        if _asks_too_often(request):
            context["too_many"], status = True, 429
        else:
            send_forgotten(form.cleaned_data["email"])
            context["sent"] = True
    return render(request, "concept_pages/reading/forgotten_password.html", context, status=status)


def _asks_too_often(request: HttpRequest) -> bool:
    key = f"forgotten-password-{client_address(request)}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > MOST_REQUESTS
