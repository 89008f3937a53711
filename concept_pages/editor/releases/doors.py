"""Who looks at the releases of a template and at what leads to one, and the way back from there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ...access.grants import grants_of
from ...access.rights import TEMPLATE_EDITOR_RIGHTS
from ...models import TemplatePage


def template_to_look_at(request: HttpRequest, page_id: int) -> TemplatePage:
    """Return a template for whoever edits or releases templates.

    Raises:
        PermissionDenied: the person does neither.
        Http404: there is no such template.
    """
    grants = grants_of(request.user)
    if not any(grants.may(right, None) for right in TEMPLATE_EDITOR_RIGHTS):
        raise PermissionDenied
    return get_object_or_404(TemplatePage, pk=page_id)


def page_context(template: TemplatePage, title: str, *between: tuple[str, str]) -> dict[str, Any]:
    """Return what the head of a page about a template shows: its title and the way there.

    `between` are the titles and addresses of pages that lie between the editor and this page.
    """
    edit_url = reverse("wagtailadmin_pages:edit", args=[template.pk])
    way = [(template.get_admin_display_title(), edit_url), *between, (title, "")]
    return {
        "template": template,
        "edit_url": edit_url,
        "header_title": title,
        "header_icon": "form",
        "breadcrumbs_items": [{"label": label, "url": url} for label, url in way],
    }
