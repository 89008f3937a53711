"""Templates in the admin, beside Wagtail's own pages: menu, export, import, and all addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workflows.models import Release
from workflows.rights import authority

from ...access.grants import grants_of
from ...access.rights import TEMPLATE_EDITOR_RIGHTS
from ...definition.codec import decode
from ...definition.problems import DefinitionError
from ...imports.template_file import write_template
from ...models import TemplateIndexPage, TemplatePage
from ...models.template_draft import definition_of_draft
from ..releases.urls import release_urls
from ..upgrades.views import upgrade_all, upgrade_one
from .drafts import template_to_look_at
from .file_import import import_view
from .form_preview import preview_urls
from .groups import group_urls
from .questions import question_urls

TEMPLATE_WORK_RIGHTS = TEMPLATE_EDITOR_RIGHTS | {"template.create"}
"""Whoever holds one of these finds the templates in the menu."""


class TemplatesMenuItem(MenuItem):
    """The templates in the menu, for those who write or release some."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person works with templates."""
        return bool(grants_of(request.user).where_any(TEMPLATE_WORK_RIGHTS))


def templates_menu_item() -> TemplatesMenuItem:
    """Return the entry of the main menu."""
    address = reverse("secdoc_templates:index")
    return TemplatesMenuItem(gettext_lazy("Templates"), address, icon_name="form", order=20)


def import_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the button that leads to the import, on the shelf of templates."""
    if page.specific_class is TemplateIndexPage and authority().may(user, "template.create", page):
        yield Button(_("Import a template"), reverse("secdoc_templates:import"), icon_name="upload")


@require_GET
@require_admin_access
def templates_home(request: HttpRequest) -> HttpResponse:
    """Lead to the template; to the shelf where there are several or none."""
    if not grants_of(request.user).where_any(TEMPLATE_WORK_RIGHTS):
        raise PermissionDenied
    found = list(TemplatePage.objects.values_list("pk", flat=True)[:2])
    if len(found) == 1:
        return redirect("wagtailadmin_pages:edit", found[0])
    return redirect("wagtailadmin_explore", get_object_or_404(TemplateIndexPage).pk)


@require_GET
@require_admin_access
def export_template(request: HttpRequest, page_id: int) -> HttpResponse:
    """Download the draft as a file; `?release=1.0` a release."""
    template = template_to_look_at(request, page_id)
    number = request.GET.get("release", "")
    try:
        definition = (
            decode(_release(template, number).content)
            if number
            else definition_of_draft(template.get_latest_revision_as_object())
        )
    except DefinitionError:
        messages.error(
            request, _("The draft is not complete yet. What is open is listed in the outline.")
        )
        return redirect("wagtailadmin_pages:edit", page_id)
    name = f"{template.key}-{definition.version}.yaml"
    return HttpResponse(
        write_template(definition),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _release(template: TemplatePage, number: str) -> Release:
    return get_object_or_404(template.releases, number=number, kind=Release.Kind.VERSION)


def template_urls() -> list[URLPattern]:
    """Return the addresses below /admin/templates/."""
    return [
        path("", templates_home, name="index"),
        path("import/", import_view, name="import"),
        path("<row:page_id>/export/", export_template, name="export"),
        *release_urls(),
        path("<row:page_id>/upgrade/", upgrade_all, name="upgrade"),
        path("<row:page_id>/upgrade/<row:concept_id>/", upgrade_one, name="upgrade_one"),
        *preview_urls(),
        *question_urls(),
        *group_urls(),
    ]
