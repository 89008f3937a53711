"""The template as one service has it: what is switched off and why, and what the service adds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workflows.errors import NotPossible
from workflows.locks import STATE_LOCKS
from workflows.states import State

from ...access.grants import grants_of
from ...access.rights import CONCEPT_EDITOR_RIGHTS, TAILORING_RIGHTS
from ...actions import own_questions, tailoring
from ...definition.tailoring import MergedReasons
from ...models import ConceptPage
from .outline import Outline

VIEWERS = CONCEPT_EDITOR_RIGHTS | TAILORING_RIGHTS
"""Whoever holds one of these for a concept may look at what its service is asked."""


def may_look(user: Any, page: ConceptPage) -> bool:
    """Return whether a person may look at what a service is asked."""
    return grants_of(user).where_any(VIEWERS).includes_page(page)


def tailoring_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the way from the editor of a concept to its tailoring."""
    if isinstance(page, ConceptPage) and may_look(user, page):
        address = reverse("concepts:tailor", args=[page.pk])
        yield Button(_("Tailor to the service"), address, icon_name="sliders", priority=15)


class ServiceQuestionsView(WagtailAdminTemplateMixin, TemplateView):
    """A view about what one concept is asked; `page` is its newest draft."""

    page: ConceptPage
    header_icon = "sliders"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may look; what may be changed is decided by the actions."""
        page = get_object_or_404(ConceptPage, pk=kwargs["page_id"])
        if not may_look(request.user, page):
            raise PermissionDenied
        self.page = page.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the title of the concept."""
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list over the editor to here."""
        concepts = {"url": reverse("concepts:index"), "label": _("Security concepts")}
        editor = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.page.get_admin_display_title(),
        }
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, concepts, editor, *self.places_between(), here]

    def places_between(self) -> list[dict[str, Any]]:
        """Return what lies between the editor and this page."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the concept, what may be done, and why nothing may be where that is so."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        editable = self.page.is_editable
        state = self.page.lifecycle.in_state
        return context | {
            "page": self.page,
            "may_tailor": editable and tailoring.may_tailor(self.request.user, self.page),
            "may_add": editable and own_questions.may_add(self.request.user, self.page),
            "lock": "" if state is State.DRAFT else STATE_LOCKS[state](self.page).sentence(),
        }


class TailorView(ServiceQuestionsView):
    """Shows the template without inputs for answers; each group and question has a switch."""

    template_name = "concept_pages/admin/concept_tailor.html"
    page_title = gettext_lazy("Tailor to the service")
    outline: Outline
    base: Mapping[str, str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is asked and what is switched off."""
        self.outline = Outline(self.page, request.user)
        self.base = self.outline.seen_reasons
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the switches; what cannot be saved is shown again as it was typed."""
        self.outline = Outline(self.page, request.user)
        self.base = _posted_base(request)
        typed = self._typed(request)
        self.outline.errors = {
            key: _("Say why this does not apply to the service.")
            for key, reason in typed.items()
            if not reason.strip()
        }
        if self.outline.errors:
            messages.error(request, _("Nothing is saved yet: a reason is missing."))
            return self._show_again(typed)
        try:
            merged = tailoring.tailor(self.page, base=self.base, reasons=typed, by=request.user)
        except NotPossible as error:
            messages.error(request, error.sentence)
            return self._show_again(typed)
        _say_saved(request, merged)
        if merged.conflicts:
            return self._show_conflicts(typed, merged)
        return redirect("concepts:tailor", self.page.pk)

    def _typed(self, request: HttpRequest) -> dict[str, str]:
        """Return the reasons of everything that is marked as switched off."""
        return {
            key: request.POST.get(f"reason-{key}", "")[: tailoring.REASON_LENGTH]
            for key in self.outline.switchable
            if f"off-{key}" in request.POST
        }

    def _show_again(self, typed: Mapping[str, str]) -> HttpResponse:
        reasons = self.page.tailoring
        unseen = {key: reasons[key] for key in reasons.keys() - self.outline.switchable}
        self.outline.reasons = {**unseen, **typed}
        return self.render_to_response(self.get_context_data(typed_again=True))

    def _show_conflicts(self, typed: Mapping[str, str], merged: MergedReasons) -> HttpResponse:
        """Show both sides; to save once more means to have chosen."""
        self.outline.theirs = {
            key: _("Switched off by somebody else meanwhile: “%(reason)s”")
            % {"reason": merged.reasons[key]}
            if key in merged.reasons
            else _("Switched on by somebody else meanwhile.")
            for key in merged.conflicts
        }
        seen = merged.reasons.keys() & self.outline.switchable
        self.base = {key: merged.reasons[key] for key in sorted(seen)}
        mine = {key: typed[key] for key in merged.conflicts if key in typed}
        kept = {k: v for k, v in merged.reasons.items() if k not in merged.conflicts}
        self.outline.reasons = {**kept, **mine}
        return self.render_to_response(self.get_context_data(typed_again=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the outline of the template and of what the service adds."""
        definition = self.page.pinned_template.definition
        language = self.outline.language
        return super().get_context_data(**kwargs) | {
            "chapters": self.outline.common(),
            "own_chapters": self.outline.own(),
            "base": json.dumps(self.base),
            "template_label": definition.label.say(language),
            "template_version": definition.version,
            "reason_length": tailoring.REASON_LENGTH,
        }


def _posted_base(request: HttpRequest) -> dict[str, str]:
    """Return the reasons that the person had before her, as the form carries them."""
    try:
        base = json.loads(request.POST.get("base") or "{}")
    except ValueError:
        return {}
    return {str(key): str(reason) for key, reason in base.items()} if isinstance(base, dict) else {}


def _say_saved(request: HttpRequest, merged: MergedReasons) -> None:
    """Say what was saved, and what somebody else has changed meanwhile."""
    off = ngettext("%(count)d switched off", "%(count)d switched off", len(merged.off))
    on = ngettext("%(count)d switched on again", "%(count)d switched on again", len(merged.on))
    if merged.is_change:
        words = {"off": off % {"count": len(merged.off)}, "on": on % {"count": len(merged.on)}}
        messages.success(request, _("Saved: %(off)s, %(on)s. Answers are kept.") % words)
    elif not merged.conflicts:
        messages.success(request, _("Nothing has changed."))
    if merged.conflicts:
        sentence = _("Somebody else has changed the same meanwhile. Look at the marked places, and "
                     "save once more.")  # fmt: skip
        messages.warning(request, sentence)
