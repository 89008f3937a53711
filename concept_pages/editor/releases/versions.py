"""The versions of a template in the admin: listed, looked at as approved, compared side by side."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from workflows.models import Release

from ...actions.offering import may_switch
from ...definition.versions import FIRST
from ...documents.assemble import assemble_template
from ...documents.template_sides import side_by_side
from ...documents.to_html import render_body, render_contents
from ...models import TemplatePage
from ...models.pinned import pinned
from ...queries.template_versions import version_of, versions_of
from .doors import page_context, template_to_look_at
from .marks import marked


@require_GET
@require_admin_access
def version_list(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the released versions: when, by whom, why, and how many concepts rest on each."""
    template = template_to_look_at(request, page_id)
    found = versions_of(template)
    context = {
        **page_context(template, _("Versions")),
        "versions": found,
        "may_compare": len(found) > 1,
        "may_switch": bool(template.lifecycle.released_id) and may_switch(request.user, template),
    }
    return render(request, "concept_pages/admin/template_versions.html", context)


@require_GET
@require_admin_access
def version_view(request: HttpRequest, page_id: int, number: str) -> HttpResponse:
    """Show a released version as it was approved."""
    template = template_to_look_at(request, page_id)
    release = _version(template, number)
    language = _language(request)
    document = assemble_template(release, language=language)
    with translation.override(language):
        contents, body = render_contents(document), render_body(document)
    title = _("Version %(number)s") % {"number": release.number}
    context = {
        **page_context(template, title, _to_versions(template)),
        "release": release,
        "document": document,
        "contents": mark_safe(contents),  # noqa: S308 - escaped there
        "body": mark_safe(body),  # noqa: S308 - escaped there
        "language": language,
        "languages": settings.LANGUAGES,
    }
    return render(request, "concept_pages/admin/template_version.html", context)


@require_GET
@require_admin_access
def version_comparison(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show two versions side by side; the older one is on the left, however they were chosen."""
    template = template_to_look_at(request, page_id)
    asked = (request.GET.get("old", FIRST), request.GET.get("new", ""))
    chosen = sorted((_version(template, number) for number in asked), key=lambda r: r.sequence)
    old, new = chosen
    pairs = side_by_side(
        pinned(old.pk).definition, pinned(new.pk).definition, language=_language(request)
    )
    title = _("Version %(old)s and version %(new)s") % {"old": old.number, "new": new.number}
    context = {
        **page_context(template, title, _to_versions(template)),
        "old": old,
        "new": new,
        "versions": [version.release for version in versions_of(template)],
        "pairs": [
            (pair, [(aspect.label, list(marked(aspect))) for aspect in pair.aspects])
            for pair in pairs
        ],
    }
    return render(request, "concept_pages/admin/template_comparison.html", context)


def _version(template: TemplatePage, number: str) -> Release:
    found = version_of(template, number)
    if found is None:
        raise Http404
    return found


def _to_versions(template: TemplatePage) -> tuple[str, str]:
    return _("Versions"), reverse("secdoc_templates:versions", args=[template.pk])


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    known = [code for code, _name in settings.LANGUAGES]
    return asked if asked in known else (get_language() or settings.LANGUAGE_CODE)[:2]
