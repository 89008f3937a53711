"""The release check of a template: what is wrong, what differs, and what is declared about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import LogActionRegistry, LogFormatter

from workflows.errors import NotPossible
from workflows.rights import authority

from ...actions.declare import LOG_ACTION, declare
from ...definition.elements import Decision
from ...models import TemplatePage
from ...models.pinned import pinned
from ...queries.release_gate import Gate, gate_of
from .declarations import DeclarationForm, are_valid, forms_for
from .doors import page_context, template_to_look_at

REMOVED = "remove"
"""The name of the boxes that take back declarations about questions that do not break."""


@require_http_methods(["GET", "POST"])
@require_admin_access
def release_check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the report on a draft; store what is declared about the answers that it breaks."""
    template = template_to_look_at(request, page_id)
    draft: TemplatePage = template.get_latest_revision_as_object()
    gate = gate_of(draft)
    may_declare = _may_declare(request, template)
    data = request.POST if request.method == "POST" else None
    if data is not None and not may_declare:
        raise PermissionDenied
    forms = _forms(gate, data, is_editable=may_declare)
    if data is not None and are_valid(forms.values()):
        try:
            declare(template, _decisions(gate, forms, data.getlist(REMOVED)), by=request.user)
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("What happens to the answers is stored with the draft."))
            return redirect(request.path)
    elif data is not None:
        messages.error(request, _("Nothing was stored: please look at what is marked below."))
    context = {
        **page_context(template, _("Release check")),
        "gate": gate,
        "lines": [(line, forms.get(line.found.key)) for line in gate.breaks],
        "may_declare": may_declare,
        "is_submitted": not draft.is_editable,
    }
    return render(request, "concept_pages/admin/release_check.html", context)


def _may_declare(request: HttpRequest, template: TemplatePage) -> bool:
    user: Any = request.user
    return template.is_editable and authority().may(user, template.submit_right, template)


def _forms(gate: Gate, data: Any, *, is_editable: bool) -> dict[str, DeclarationForm]:
    if gate.definition is None or gate.previous is None:
        return {}
    broken = [line.found for line in gate.breaks]
    old = pinned(gate.previous.pk).definition
    return forms_for(data, broken, old, gate.definition, is_editable=is_editable)


def _decisions(
    gate: Gate, forms: dict[str, DeclarationForm], removed: list[str]
) -> dict[str, Decision]:
    """Return everything that the draft declares from now on."""
    before = gate.definition.decisions if gate.definition else {}
    kept = {key: one for key, one in before.items() if key not in forms and key not in removed}
    chosen = {key: form.decision for key, form in forms.items()}
    return kept | {key: decision for key, decision in chosen.items() if decision}


def register_declarations(actions: LogActionRegistry) -> None:
    """Tell the history of pages how to say that somebody declared something."""
    actions.register_action(LOG_ACTION)(DeclarationFormatter)


class DeclarationFormatter(LogFormatter):
    """About which questions something was declared."""

    label = gettext_lazy("Declare what happens to answers")

    def format_message(self, log_entry: Any) -> str:
        """Return the keys of the questions."""
        keys = ", ".join(log_entry.data.get("declared", {}))
        if not keys:
            return _("Took back what was declared about answers of the release before")
        return _("Declared what happens to the answers to %(questions)s") % {"questions": keys}
