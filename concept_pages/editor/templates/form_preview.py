"""The whole form of a template's draft, filled with the answers of a concept that one may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from workflows.row_numbers import row_numbers

from ...definition.codec import condition_to_data
from ...definition.elements import LANGUAGES, Group, Question
from ...definition.explaining import Explanation, asked_of, explanations
from ...definition.sentences import Speaker
from ...definition.situation import Situation
from ...models import ConceptPage, TemplatePage
from ...models.template_draft import draft_data
from ...models.template_preview import Presentable, presentable, preview_context
from ...queries.template_filling import Filling, concepts_to_fill_with, filling
from .drafts import outline_url, template_to_look_at

MOST_CONCEPTS = 200
"""More than these are not listed at once; they are found by their title."""


@require_GET
@require_admin_access
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form; `?concept=` fills it, `?language=` chooses its language."""
    template = template_to_look_at(request, page_id)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else (translation.get_language() or "de")[:2]
    draft = template.get_latest_revision_as_object()
    data = draft_data(draft)
    found = presentable(data)
    with translation.override(language):
        chosen = _chosen(request, template, found)
        context = preview_context(draft, data, found, language, chosen.filled if chosen else None)
        context |= _explained(found, chosen, language)
        context |= _choices(request, template) | {
            "chosen": chosen,
            "language": language,
            "languages": [("de", _("German")), ("en", _("English"))],
            "outline_url": outline_url(template),
        }
        return render(request, "concept_pages/admin/template_preview.html", context)


def _chosen(request: HttpRequest, template: TemplatePage, found: Presentable) -> Filling | None:
    """Return what the form is filled with; a concept that may not be read is not there."""
    wanted = request.GET.get("concept", "")
    if not wanted or found.definition is None:
        return None
    concepts = concepts_to_fill_with(request.user, template)
    numbered = concepts.filter(pk__in=row_numbers([wanted]))
    concept: ConceptPage | None = numbered.select_related("lifecycle__released").first()
    if concept is None:
        raise Http404
    return filling(concept, request.user, found.definition)


def _choices(request: HttpRequest, template: TemplatePage) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    concepts = concepts_to_fill_with(request.user, template)
    for word in words.split():
        concepts = concepts.filter(title__icontains=word)
    rows = list(concepts.values_list("pk", "title")[: MOST_CONCEPTS + 1])
    return {
        "can_choose": True,
        "concepts": rows[:MOST_CONCEPTS],
        "words": words,
        "has_more": bool(words) or len(rows) > MOST_CONCEPTS,
    }


def _explained(found: Presentable, chosen: Filling | None, language: str) -> dict[str, Any]:
    """Return why each hidden element is hidden, and the conditions for those hidden later on."""
    definition = found.definition
    if definition is None:
        return {}
    filled = chosen.filled if chosen else None
    situation = Situation(
        definition, filled.answers if filled else {}, filled.not_applicable if filled else {}
    )
    names = filled.names if filled else {}
    hidden: list[Explanation] = list(explanations(situation, language, _, names))
    speaker = Speaker(asked_of(definition), language, _)
    elements: list[Group | Question] = [*definition.walk_groups(), *definition.questions.values()]
    return {
        "hidden": hidden,
        "why": {
            "question": _("Why is this hidden?"),
            "reasons": {one.key: [one.reason, *one.now] for one in hidden},
            "conditions": {
                element.key: speaker.say(condition_to_data(element.visible_if))
                for element in elements
                if element.visible_if is not None
            },
        },
    }


def preview_urls() -> list[URLPattern]:
    """Return the address of the preview."""
    return [path("<row:page_id>/preview/", preview, name="preview")]
