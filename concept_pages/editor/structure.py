"""Keeps the structure of the tree: a service group that something refers to is not deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ..actions.service_groups import GroupInUse, refuse_in_use
from ..models import ServiceGroupPage
from ..models.structure import StructurePage


def refuse_to_delete(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Return to the explorer with the reason where a page is still in use; None to go on."""
    for page in pages:
        specific: Any = page.specific
        if isinstance(specific, ServiceGroupPage):
            try:
                refuse_in_use(specific)
            except GroupInUse as refusal:
                messages.error(request, refusal.sentence)
                return redirect("wagtailadmin_explore", page.get_parent().pk)
        elif isinstance(specific, StructurePage) and not specific.is_empty():
            messages.error(
                request,
                _("“%(title)s” cannot be deleted: services or concepts still belong to it.")
                % {"title": page.specific_deferred.get_admin_display_title()},
            )
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
