"""One group of a template's draft: put it elsewhere, duplicate it, delete it with what is in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from workflows.errors import NotPossible

from ...actions.authoring.copying import copy_group
from ...actions.authoring.deleting import delete_group
from ...actions.authoring.moving import move_group
from ...definition.elements import Text
from ...models import QuestionGroupPage, TemplatePage
from ...models.template_keys import keys_of_data
from ...models.template_references import referring_to
from ...queries.template_retyping import concepts_answering
from ...requests.posting import posted_only
from .drafts import (
    draft_of,
    group_choices,
    outline_url,
    refused,
    say_broken,
    template_to_edit,
    to_outline,
)

_posted = posted_only(lambda page_id: reverse("secdoc_templates:group", args=[page_id]))
"""The buttons on the page of one group."""


@require_GET
@require_admin_access
def group(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what can be done with a group, and what refers to something in it."""
    template = _template_of(request, page_id)
    draft = draft_of(template)
    here = next(one for one in draft.groups if one.page_id == page_id)
    branch = [one for one in draft.groups if one.path.startswith(here.path)]
    keys = {key for one in branch for key in keys_of_data(one.data)} - {""}
    inside = {one.page_id for one in branch}
    context = {
        "template": template,
        "outline_url": outline_url(template, f"group-{page_id}"),
        "group": here,
        "label": draft.name_of(here.data) or _("Group without title"),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page_id]),
        "parents": [choice for choice in group_choices(draft) if choice[0] not in inside],
        "is_chapter": here.path[:-4] == template.path,
        "copy_de": _copy_of(here.data, "de"),
        "copy_en": _copy_of(here.data, "en"),
        "groups_below": len(branch) - 1,
        "questions": sum(len(one.data.get("questions", ())) for one in branch),
        "referring": referring_to(draft.groups, keys),
        "concepts": concepts_answering(draft, keys),
    }
    return render(request, "concept_pages/admin/template_group.html", context)


@_posted
@require_admin_access
def move(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put a group among its siblings, or below another parent where one is given.

    The outline posts a position and wants JSON; the form of a group posts only a parent.
    """
    template = _template_of(request, page_id)
    wants_json = "parent" not in request.POST or "position" in request.POST
    page = get_object_or_404(QuestionGroupPage, pk=page_id)
    try:
        to = int(request.POST.get("parent") or page.get_parent().pk)
        position = int(request.POST["position"]) if wants_json else None
    except (KeyError, ValueError):
        return JsonResponse({"error": _("Say where to move the group.")}, status=400)
    try:
        broken = move_group(template, page_id, to=to, position=position, by=_person(request))
    except NotPossible as error:
        if wants_json:
            return JsonResponse({"error": error.sentence}, status=409)
        return refused(request, template, error.sentence)
    if wants_json:
        return JsonResponse({"broken": [problem.sentence for problem in broken]})
    messages.success(request, _("Moved."))
    say_broken(request, broken)
    return to_outline(template, f"group-{page_id}")


@_posted
@require_admin_access
def duplicate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put a copy of the group, with everything in it, behind it."""
    template = _template_of(request, page_id)
    title = Text(request.POST.get("title", "").strip(), request.POST.get("title_en", "").strip())
    if not title:
        messages.error(request, _("Give the copy a title."))
        return redirect("secdoc_templates:group", page_id)
    try:
        made = copy_group(template, page_id, title=title, by=_person(request))
    except NotPossible as error:
        return refused(request, template, error.sentence)
    messages.success(
        request,
        _("“%(title)s” is the copy. Conditions inside of it ask for the copied questions.")
        % {"title": made.display_title()},
    )
    return to_outline(template, f"group-{made.pk}")


@_posted
@require_admin_access
def delete(request: HttpRequest, page_id: int) -> HttpResponse:
    """Delete the group; the page before has said what refers to something in it."""
    template = _template_of(request, page_id)
    page = get_object_or_404(QuestionGroupPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_delete():
        raise PermissionDenied
    draft = draft_of(template)
    name = next(draft.name_of(one.data) for one in draft.groups if one.page_id == page_id)
    try:
        broken = delete_group(template, page_id, by=_person(request))
    except NotPossible as error:
        return refused(request, template, error.sentence)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": name})
    say_broken(request, broken)
    return to_outline(template)


def lead_to_group(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead from Wagtail's pages for deleting and copying a group to ours; None for other pages.

    Ours say what depends on its questions, and give the copy keys of its own.
    """
    if request.method != "GET" or page.specific_class is not QuestionGroupPage:
        return None
    return redirect("secdoc_templates:group", page.pk)


def _template_of(request: HttpRequest, page_id: int) -> TemplatePage:
    whole = get_object_or_404(QuestionGroupPage, pk=page_id).template
    return template_to_edit(request, whole.pk if whole else 0)


def _copy_of(data: dict[str, Any], language: str) -> str:
    """Return the title of a copy in one language; "" where the original has none."""
    title = (data.get("label") or {}).get(language, "")
    with override(language):
        return _("%(title)s (copy)") % {"title": title} if title else ""


def _person(request: HttpRequest) -> Any:
    return request.user


def group_urls() -> list[URLPattern]:
    """Return the addresses of one group."""
    return [
        path("groups/<row:page_id>/", group, name="group"),
        path("groups/<row:page_id>/move/", move, name="move"),
        path("groups/<row:page_id>/duplicate/", duplicate, name="copy_group"),
        path("groups/<row:page_id>/delete/", delete, name="delete_group"),
    ]
