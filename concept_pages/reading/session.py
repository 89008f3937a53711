"""Signing in and out: one form for everybody, and nobody ends where she may not go.

Whoever guesses is locked out for a while, with the same words whether the account exists or not.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView as WagtailLoginView
from wagtail.admin.views.account import LogoutView as WagtailLogoutView

from .language import keep_language_of, take_along

START = "/"


def may_open_admin(user: AbstractBaseUser) -> bool:
    """Return whether a person gets into the admin."""
    return bool(user.has_perm("wagtailadmin.access_admin"))  # type: ignore[attr-defined]


class LoginView(WagtailLoginView):
    """Wagtail's form for everybody: readers go on to the concepts, the others to their work."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; send on who has signed in already."""
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Return where the person wanted to go, or where she may go instead."""
        wanted: str = super().get_success_url()
        in_admin = wanted.startswith(reverse("wagtailadmin_home"))
        return START if in_admin and not may_open_admin(self.request.user) else wanted

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form with every field named in the language of the screen."""
        form = super().get_form(form_class)
        form.fields["password"].label = _("Password")
        # The labels say the same, and a telephone cuts these off.
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the installation."""
        return super().get_context_data(**kwargs) | {"site_name": settings.SITE_NAME}

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, in the language that the person chose."""
        response = super().form_valid(form)
        take_along(self.request)
        return keep_language_of(self.request.user, response)


def sign_in_with(request: HttpRequest, account: str, password: str) -> HttpResponse | None:
    """Sign in as the form does, with all that belongs to it; None where the form would refuse."""
    view = LoginView()
    view.setup(request)
    form = view.get_form_class()(request, data={"username": account, "password": password})
    return view.form_valid(form) if form.is_valid() else None


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that there were too many failed attempts; django-axes asks for this answer."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"site_name": settings.SITE_NAME, "minutes": minutes}
    return render(request, "concept_pages/reading/locked_out.html", context, status=429)


class LogoutView(WagtailLogoutView):
    """Wagtail's own way out, at an address that readers may use too; only a button leads there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out whoever sends the form; a link leads to the start page.

        Wagtail deletes the cookie of the session even where it refuses the method: any picture in a
        page of somebody else would sign people out.
        """
        if request.method != "POST":
            return redirect(START)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
