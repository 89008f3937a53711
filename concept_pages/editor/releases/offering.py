"""Asks whether a template is to be put out of force or back in, and for the reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import NotPossible
from workflows.views.moves import CommentForm

from ...actions.offering import may_switch, put_in_force, put_out_of_force
from .doors import page_context, template_to_look_at


@require_http_methods(["GET", "POST"])
@require_admin_access
def template_offering(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what the switch does, and switch."""
    template = template_to_look_at(request, page_id)
    if not may_switch(request.user, template):
        raise PermissionDenied
    user: Any = request.user
    wanted = request.POST.get("in_force", "" if template.in_force else "1") == "1"
    form = CommentForm(request.POST if request.method == "POST" else None, needed=True)
    if request.method == "POST" and form.is_valid():
        switch = put_in_force if wanted else put_out_of_force
        try:
            switch(template, by=user, comment=form.cleaned_data["comment"])
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
        else:
            sentence = (
                _("“%(title)s” is in force again: concepts can be made from it.")
                if wanted
                else _("“%(title)s” is out of force. Existing concepts stay as they are.")
            )
            messages.success(request, sentence % {"title": template.get_admin_display_title()})
            return redirect("secdoc_templates:versions", template.pk)
    title = _("Put in force again") if wanted else _("Put out of force")
    context = {
        **page_context(template, title),
        "form": form,
        "wanted": wanted,
        "release": template.lifecycle.released,
    }
    return render(request, "concept_pages/admin/template_offering.html", context)
