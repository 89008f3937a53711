"""The preview of a draft: as readers would see it, for the people who write it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from ..access.clearance import clearance_on
from ..documents.assemble import assemble_draft
from ..documents.to_html import render_body, render_contents
from ..models import ConceptPage
from .language import screen_language


def preview(request: HttpRequest, page: ConceptPage) -> HttpResponse:
    """Show a concept as it is in memory, as far as the person is cleared for it."""
    document = assemble_draft(
        page, clearance=clearance_on(request.user, page), language=screen_language()
    )
    return render(
        request,
        "concept_pages/reading/preview.html",
        {
            "document": replace(document, sections=()),
            "contents": mark_safe(render_contents(document)),  # noqa: S308 - escaped by its maker
            "body": mark_safe(render_body(document)),  # noqa: S308 - escaped by its maker
        },
    )
