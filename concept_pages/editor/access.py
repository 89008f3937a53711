"""Who has access to a concept or a service group, and why somebody may or may not do something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from ..access.claims import around, claimant_of, claimants
from ..access.explaining import SHOWN_RIGHTS, Access, access_to, ask, explain
from ..access.grants import grants_of
from ..access.rights import RIGHTS
from ..access.seeing import seen_through
from ..access.sentences import Names, heading_of, names, sentences_of, sentences_of_access
from ..models import ConceptPage, ServiceGroupPage
from ..models.template_page import CONFIDENTIALITY_CHOICES
from ..queries.concepts import CONCEPT_WORK_RIGHTS
from .hindrances import hindrances_on
from .roles.filters import delegation_scope
from .roles.forms import PersonChoice
from .seeing.views import address_for

ASKERS = frozenset({"role.create", "role.delegate", "role.delegate_admin"})
"""Whoever holds one of these may ask why somebody may or may not do something here."""

VIEWERS = ASKERS | {*CONCEPT_WORK_RIGHTS, "service.edit", "service.delete", "service.assign"}
"""Whoever holds one of these for a service group works on it or administers it."""


def may_see_access(user: Any, page: Page) -> bool:
    """Return whether a person may see who has access to a concept or a service group."""
    return grants_of(user).where_any(VIEWERS).includes_page(page)


def access_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the way from a concept or a service group to the people who have access."""
    if isinstance(page, ConceptPage | ServiceGroupPage) and may_see_access(user, page):
        address = reverse("concepts:access", args=[page.pk])
        yield Button(_("Who has access?"), address, icon_name="group", priority=60)


USUAL_QUESTION = "concept.read"
"""The right that is asked about unless somebody names another."""


class WhyForm(forms.Form):
    """Asks about one person and one right."""

    person = PersonChoice(
        None,
        label=gettext_lazy("Person"),
        error_messages={"invalid_choice": gettext_lazy("Choose a person from the list.")},
    )
    right = forms.ChoiceField(
        choices=[(right.code, right.label) for right in RIGHTS.values()],
        initial=USUAL_QUESTION,
        label=gettext_lazy("Right"),
        error_messages={"invalid_choice": gettext_lazy("Choose a right from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager
        self.fields["person"].queryset = people.order_by(  # type: ignore[attr-defined] # a choice
            "last_name", "first_name", "username"
        )


@dataclass(frozen=True)
class Row:
    """One person of the table, as the template prints her."""

    name: str
    see_as: str
    cells: list[tuple[Any, bool]]
    clearance: Any
    reasons: list[str]


class WhoHasAccessView(WagtailAdminTemplateMixin, TemplateView):
    """Lists people × what they may; administrators can ask about one person and one right."""

    template_name = "concept_pages/admin/access.html"
    page_title = gettext_lazy("Who has access?")
    header_icon = "group"
    page: ConceptPage | ServiceGroupPage
    group: ServiceGroupPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who works on the service group or administers it."""
        pages = Page.objects.type(ConceptPage, ServiceGroupPage)
        self.page = get_object_or_404(pages, pk=kwargs["page_id"]).specific
        if not may_see_access(request.user, self.page):
            raise PermissionDenied
        is_group = isinstance(self.page, ServiceGroupPage)
        self.group = self.page if is_group else self.page.get_parent().specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the title of the concept or the service group."""
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of concepts, and from the concept, to here."""
        items = [{"url": reverse("concepts:index"), "label": _("Security concepts")}]
        if self.page.permissions_for_user(self.request.user).can_edit():
            items.append(
                {
                    "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                    "label": self.page.get_admin_display_title(),
                }
            )
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table, and for administrators the question and its answer."""
        called, grants = names(), grants_of(self.request.user)
        people = claimants(self.group.pk, grants.roles)
        context = super().get_context_data(**kwargs) | {
            "title": self.page.get_admin_display_title(),
            "group_title": self.group.display_title(),
            "columns": [RIGHTS[right].label for right in SHOWN_RIGHTS],
            "rows": list(self._rows(access_to(self.group.pk, people), called)),
        }
        if grants.where_any(ASKERS).includes_page(self.group):
            asked = "person" in self.request.GET or "right" in self.request.GET
            question = {"right": USUAL_QUESTION} | self.request.GET.dict()
            form = WhyForm(question if asked else None)
            context["form"] = form
            if form.is_bound and form.is_valid():
                context |= self._answer(form.cleaned_data, called, people)
        return context

    def _rows(self, found: list[Access], called: Names) -> Iterator[Row]:
        eyes = seen_through(self.request.user, [access.claimant for access in found])
        for access in found:
            yield _row(access, called, may_see_as=access.claimant.pk in eyes)

    def _answer(self, asked: dict[str, Any], called: Names, people: list[Any]) -> dict[str, Any]:
        """Return the decision with its reasons; of other places only those that the asker rules."""
        grants = grants_of(self.request.user)
        claimant = claimant_of(asked["person"], grants.roles)
        explanation = explain(claimant, ask(asked["right"], self.group.pk))
        told = explanation.within(delegation_scope(grants))
        if not claimant.active:
            people = around(claimant, self.group.pk, grants.roles)
        return {
            "allowed": explanation.allowed,
            "heading": heading_of(told, called),
            "sentences": sentences_of(told, called, grants.roles, people),
            "hindrances": self._hindrances(asked) if explanation.allowed else (),
        }

    def _hindrances(self, asked: dict[str, Any]) -> list[str]:
        """Return what keeps the person from it as the concept stands now."""
        if not isinstance(self.page, ConceptPage):
            return []
        return hindrances_on(self.page, asked["person"], asked["right"])


def _row(access: Access, called: Names, *, may_see_as: bool) -> Row:
    person = access.claimant
    return Row(
        name=person.name,
        see_as=address_for(person.pk) if may_see_as else "",
        cells=[(RIGHTS[right].label, right in access.rights) for right in SHOWN_RIGHTS],
        clearance=dict(CONFIDENTIALITY_CHOICES)[access.clearance.value],
        reasons=sentences_of_access(access, called),
    )
