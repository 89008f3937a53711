"""Begins to see SecDoc as another person does; who it is and why is asked first."""

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
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from workflows.people import name_of

from ...access.grants import grants_of
from ...access.seeing import may_see_as
from ...actions.seeing import start_seeing
from ...requests.see_as import SECONDS, begin


class ReasonForm(forms.Form):
    """Asks why; the answer stands in the audit log."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands in the audit log, with your name."),
        max_length=300,
    )


class SeeAsView(WagtailAdminTemplateMixin, FormView):
    """Says what will happen, asks for the reason, and begins."""

    template_name = "concept_pages/admin/see_as.html"
    page_title = gettext_lazy("See as somebody else")
    header_icon = "view"
    form_class = ReasonForm
    person: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the person; let in who may see as her."""
        self.person = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        if not may_see_as(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the start to here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Begin, and go where the person would start."""
        start_seeing(self.person, reason=form.cleaned_data["reason"], by=self.request.user)
        begin(self.request, self.person)
        opens_admin = grants_of(self.person).opens_admin
        return redirect(reverse("wagtailadmin_home") if opens_admin else "/")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is and how long it lasts."""
        facts = {"name": name_of(self.person), "minutes": SECONDS // 60}
        return super().get_context_data(**kwargs) | facts


def see_as_buttons(person: Any, by: Any) -> Iterator[Button]:
    """Yield the way from a person to seeing as she does, for those who may."""
    if may_see_as(by, person):
        yield Button(_("See as this person"), address_for(person.pk), icon_name="view", priority=50)


def address_for(person_id: int) -> str:
    """Return where seeing as a person begins."""
    return reverse("secdoc_see_as", args=[person_id])
