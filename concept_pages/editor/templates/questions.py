"""One question of a template's draft: move, duplicate or delete it, change its type, share it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import NotPossible

from ...actions.authoring.copying import copy_question
from ...actions.authoring.deleting import delete_question
from ...actions.authoring.moving import move_question
from ...actions.authoring.retyping import retype_question
from ...actions.authoring.sharing import share_options
from ...blocks.question_blocks import FACES
from ...blocks.question_data import Data
from ...definition.elements import AnswerType
from ...models.template_draft import DraftGroup
from ...models.template_references import referring_to
from ...queries.template_outline import Draft
from ...queries.template_retyping import concepts_answering, retyping
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

_posted = posted_only(
    lambda page_id, key: reverse("secdoc_templates:question", args=[page_id, key])
)
"""The buttons on the page of one question."""


@require_GET
@require_admin_access
def question(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Show what can be done with a question; `?type=` shows what another type would bring."""
    template = template_to_edit(request, page_id)
    draft = draft_of(template)
    group, data = _found(draft, key)
    kind = AnswerType(data["type"])
    wanted = _type(request.GET.get("type", ""))
    follows = retyping(draft, key, wanted) if wanted and wanted is not kind else None
    context = {
        "template": template,
        "outline_url": outline_url(template, f"question-{key}"),
        "key": key,
        "label": draft.name_of(data) or _("Question without text"),
        "kind": kind,
        "group": group,
        "group_label": draft.name_of(group.data),
        "edit_url": draft.places[key].where,
        "groups": group_choices(draft),
        "types": _types(kind),
        "wanted": wanted,
        "retyping": follows,
        "options": [] if data.get("option_set") else data.get("options", []),
        "option_set": data.get("option_set", ""),
        "referring": referring_to(draft.groups, [key]),
        "concepts": follows.concepts if follows else concepts_answering(draft, [key]),
        "was_released": key in template.reserved_keys,
    }
    return render(request, "concept_pages/admin/template_question.html", context)


@_posted
@require_admin_access
def move(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Put the question into another group; the outline posts a position, too, and wants JSON."""
    template = template_to_edit(request, page_id)
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        to = int(request.POST["group"])
        position = int(request.POST["position"]) if request.POST.get("position") else None
    except (KeyError, ValueError):
        sentence = _("Choose the group that the question is to belong to.")
        if wants_json:
            return JsonResponse({"error": sentence}, status=400)
        return refused(request, template, sentence)
    try:
        broken = move_question(template, key, to=to, position=position, by=_person(request))
    except NotPossible as error:
        if wants_json:
            return JsonResponse({"error": error.sentence}, status=409)
        return refused(request, template, error.sentence)
    if wants_json:
        return JsonResponse({"broken": [problem.sentence for problem in broken]})
    draft = draft_of(template)
    group, data = _found(draft, key)
    messages.success(
        request,
        _("“%(question)s” is now in “%(group)s”.")
        % {"question": draft.name_of(data), "group": draft.name_of(group.data)},
    )
    say_broken(request, broken)
    return to_outline(template, f"question-{key}")


@_posted
@require_admin_access
def duplicate(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Put a copy behind the question, and open it."""
    template = template_to_edit(request, page_id)
    try:
        made = copy_question(template, key, by=_person(request))
    except NotPossible as error:
        return refused(request, template, error.sentence)
    messages.success(
        request, _("This is the copy, right behind its original. Give it a text of its own.")
    )
    return redirect(draft_of(template).places[made].where)


@_posted
@require_admin_access
def retype(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Change the type, which the person has been told the consequences of."""
    template = template_to_edit(request, page_id)
    kind = _type(request.POST.get("type", ""))
    if kind is None:
        return refused(request, template, _("Choose a type."))
    try:
        broken = retype_question(template, key, to=kind, by=_person(request))
    except NotPossible as error:
        return refused(request, template, error.sentence)
    messages.success(request, _("The type is “%(type)s” now.") % {"type": FACES[kind][0]})
    say_broken(request, broken)
    return redirect(draft_of(template).places[key].where)


@_posted
@require_admin_access
def share(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Save the options of the question as an option set."""
    template = template_to_edit(request, page_id)
    name = request.POST.get("name", "").strip()
    if not name:
        messages.error(request, _("Give the option set a name."))
        return redirect("secdoc_templates:question", page_id, key)
    try:
        made = share_options(template, key, name=name, by=_person(request))
    except NotPossible as error:
        messages.error(request, error.sentence)
        return redirect("secdoc_templates:question", page_id, key)
    messages.success(
        request,
        _("The options are saved as the option set “%(name)s”. Other questions can use it now.")
        % {"name": made},
    )
    return to_outline(template, "tab-option_sets")


@_posted
@require_admin_access
def delete(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Take the question out of the draft; the page before has said what refers to it."""
    template = template_to_edit(request, page_id)
    draft = draft_of(template)
    group, data = _found(draft, key)
    try:
        broken = delete_question(template, key, by=_person(request))
    except NotPossible as error:
        return refused(request, template, error.sentence)
    messages.success(
        request, _("“%(question)s” is deleted.") % {"question": draft.name_of(data) or key}
    )
    say_broken(request, broken)
    return to_outline(template, f"group-{group.page_id}")


def _found(draft: Draft, key: str) -> tuple[DraftGroup, Data]:
    found = draft.find(key)
    if found is None:
        raise Http404
    return found


def _type(name: str) -> AnswerType | None:
    return AnswerType(name) if name in list(AnswerType) else None


def _types(current: AnswerType) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the other types by family, as the chooser of new questions shows them."""
    families: dict[str, list[tuple[str, str]]] = {}
    for kind, (label, family, _icon) in FACES.items():
        if kind is not current:
            families.setdefault(capfirst(str(family)), []).append((kind.value, str(label)))
    return list(families.items())


def _person(request: HttpRequest) -> Any:
    return request.user


def question_urls() -> list[URLPattern]:
    """Return the addresses of one question, below that of its template."""
    place = "<row:page_id>/questions/<slug:key>/"
    return [
        path(place, question, name="question"),
        path(f"{place}move/", move, name="move_question"),
        path(f"{place}duplicate/", duplicate, name="copy_question"),
        path(f"{place}type/", retype, name="retype_question"),
        path(f"{place}share/", share, name="share_options"),
        path(f"{place}delete/", delete, name="delete_question"),
    ]
