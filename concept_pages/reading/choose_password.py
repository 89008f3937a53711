"""The page behind the link of a mail: choosing a password, and signing in with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ..actions.password_links import person_of_link
from ..actions.passwords import choose_password
from ..actions.people import forget_failures
from .language import keep_language_of
from .session import sign_in_with

LINK = "secdoc_link_to_choose"
"""Kept in the session while the page is open, so that its address gives nothing away."""
OPENED = "choose"


class ChoosePasswordForm(SetPasswordForm):
    """Asks twice for a password; the rules stand above the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].help_text = ""
        self.fields["new_password2"].label = _("New password again")


@method_decorator((sensitive_post_parameters(), never_cache), name="dispatch")
class ChoosePasswordView(View):
    """Lets whoever got the link choose a password, once."""

    person: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the token out of the address; answer links that are not good (any more)."""
        uid, token = kwargs["uid"], kwargs["token"]
        opened = token == OPENED
        self.person = person_of_link(uid, request.session.get(LINK, "") if opened else token)
        if self.person is None:
            context = {"site_name": settings.SITE_NAME}
            return render(request, "concept_pages/reading/link_ended.html", context, status=410)
        if not opened:
            request.session[LINK] = token
            response = redirect("concept_pages:choose_password", uid=uid, token=OPENED)
            return keep_language_of(self.person, response)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value] # no async

    def get(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        """Show the form with the rules."""
        return self._page(ChoosePasswordForm(self.person))

    def post(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        """Set the password and sign in through the ordinary login; or say what is wrong with it."""
        form = ChoosePasswordForm(self.person, request.POST)
        if not form.is_valid():
            return self._page(form)
        password = form.cleaned_data["new_password1"]
        choose_password(self.person, password)
        # Who reads her mails is no guesser; she may come in at once.
        forget_failures(self.person)
        del request.session[LINK]
        messages.success(request, _("Your password has been set."))
        return sign_in_with(request, self.person.get_username(), password) or redirect(
            settings.LOGIN_URL
        )

    def _page(self, form: ChoosePasswordForm) -> HttpResponse:
        context = {
            "site_name": settings.SITE_NAME,
            "form": form,
            "person": self.person,
            "rules": password_validators_help_texts(),
        }
        return render(self.request, "concept_pages/reading/choose_password.html", context)
