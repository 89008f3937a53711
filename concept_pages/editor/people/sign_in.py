"""How a person signs in, for her administrators: her second factor, and her open sessions.

They see whether there is a second factor, never what it is; a lost one is removed, and she sets up
another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from workflows.people import name_of

from ...access.accounts import may_look_after
from ...access.grants import grants_of
from ...actions.second_factor import reset
from ...actions.sessions import end_session, end_sessions
from ...queries.second_factor import device_of
from ...queries.sessions import sessions_of


def sign_in_buttons(by: Any, person: Any) -> Iterator[Button]:
    """Yield the way from the form of an account to how the person signs in."""
    if by == person or may_see(by, person):
        address = reverse("secdoc_sign_in", args=[person.pk])
        yield Button(_("Second factor and sessions"), address, icon_name="lock", priority=15)


def may_see(by: Any, person: Any) -> bool:
    """Return whether somebody administers how another person signs in."""
    return by != person and may_look_after(by, person)


class SignInView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the second factor and the sessions of a person; removes and ends them."""

    template_name = "concept_pages/admin/person_sign_in.html"
    page_title = gettext_lazy("Second factor and sessions")
    header_icon = "lock"
    person: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who administers this person; her own are on the page of her account."""
        self.person = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        if request.user == self.person:
            return redirect("concept_pages:account")
        if not may_see(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return whose they are."""
        return name_of(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of people, and from the account, to here."""
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        account = {
            "url": reverse("wagtailusers_users:edit", args=[self.person.pk]),
            "label": name_of(self.person),
        }
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, people, account, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the device, without its secret, and the sessions."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        device = device_of(self.person)
        return context | {
            "name": name_of(self.person),
            "set_up_at": device.created_at if device else None,
            "demanded": grants_of(self.person).demands_second_factor,
            "sessions": sessions_of(self.person),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was asked for, say so, and show what is left."""
        asked = request.POST.get("do", "")
        if asked == "reset":
            self._reset(request)
        elif asked == "end_all":
            ended = end_sessions(of=self.person, by=request.user)
            messages.success(request, sentence_of(ended, self.person))
        elif asked.isdecimal():
            end_session(int(asked), of=self.person, by=request.user)
            messages.success(request, _("The session was ended."))
        return redirect(request.path)

    def _reset(self, request: HttpRequest) -> None:
        said = {"person": name_of(self.person)}
        if reset(self.person, by=request.user):
            sentence = _(
                "The second factor of %(person)s was removed. Tell her that her password alone "
                "signs in now, until she sets up another one on the page of her account."
            )
            messages.success(request, sentence % said)
        else:
            messages.warning(request, _("%(person)s has no second factor.") % said)


def sentence_of(ended: int, person: Any) -> str:
    """Return how many sessions of a person were ended."""
    return _("Sessions of %(person)s that were ended: %(number)s.") % {
        "person": name_of(person),
        "number": ended,
    }


class SignInPanel(BaseSettingsPanel):
    """Leads from Wagtail's account page to the one that everybody has."""

    name = "secdoc_sign_in"
    title = gettext_lazy("Second factor and sessions")
    order = 450
    template_name = "concept_pages/admin/account_sign_in.html"

    def get_form(self) -> forms.Form:
        """Return an empty form: nothing of it is changed here."""
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        """Return whether there is a second factor."""
        return {"device": device_of(self.user)}
