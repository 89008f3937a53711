"""The preview of a template: the form as an operator will see it, read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from ..blocks.question_data import Data, option_set_data

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

    from .template_page import TemplatePage


def preview_of(
    request: HttpRequest, page: Page, template: TemplatePage, groups: list[Data]
) -> HttpResponse:
    """Return the page that shows groups in the template format, finished or not."""
    context = {
        "page": page,
        "groups": groups,
        "option_sets": option_set_data(template.option_sets.raw_data),
        "patterns": {entry["key"]: entry for entry in template.vocabulary.get("patterns", ())},
    }
    return render(request, "concept_pages/admin/template_preview.html", context)
