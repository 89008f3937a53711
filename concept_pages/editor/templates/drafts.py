"""What the screens share that change a template's draft outside of Wagtail's forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.rights import authority

from ...models import TemplatePage
from ...models.template_problems import DraftProblem
from ...queries.template_outline import Draft


def template_to_edit(request: HttpRequest, page_id: int) -> TemplatePage:
    """Return a template whose draft the person may change now.

    Raises:
        PermissionDenied: she may not, or it is not in draft.
    """
    template: TemplatePage = get_object_or_404(TemplatePage, pk=page_id)
    if not template.permissions_for_user(request.user).can_reorder_children():
        raise PermissionDenied
    return template


def template_to_look_at(request: HttpRequest, page_id: int) -> TemplatePage:
    """Return a template that the person edits or releases.

    Raises:
        PermissionDenied: she does neither.
    """
    template: TemplatePage = get_object_or_404(TemplatePage, pk=page_id)
    user: Any = request.user
    may_edit = template.permissions_for_user(user).can_edit()
    if not (may_edit or authority().may(user, "template.release", template)):
        raise PermissionDenied
    return template


def draft_of(template: TemplatePage) -> Draft:
    """Return the draft of a template as its newest revisions say."""
    return Draft(template.get_latest_revision_as_object())


def group_choices(draft: Draft) -> list[tuple[int, str]]:
    """Return every group with its place in the document, for a list to choose from."""
    top = len(draft.template.path)
    return [
        (group.page_id, f"{'    ' * ((len(group.path) - top) // 4 - 1)}{draft.name_of(group.data)}")
        for group in draft.groups
    ]


def outline_url(template: TemplatePage, anchor: str = "") -> str:
    """Return the address of the outline, at one of its lines."""
    url = reverse("wagtailadmin_pages:edit", args=[template.pk])
    return f"{url}#{anchor}" if anchor else url


def to_outline(template: TemplatePage, anchor: str = "") -> HttpResponseRedirect:
    """Lead back to the outline."""
    return redirect(outline_url(template, anchor))


def say_broken(request: HttpRequest, broken: Iterable[DraftProblem]) -> None:
    """Name what does not work any more, each with a link to its place."""
    found = [(problem.where, problem.sentence) for problem in broken]
    if found:
        lines = format_html_join("", '<li><a href="{}">{}</a></li>', found)
        sentence = _("This does not work any more and has to be changed:")
        messages.warning(request, format_html("{}<ul>{}</ul>", sentence, lines))


def refused(request: HttpRequest, template: TemplatePage, sentence: Any) -> HttpResponse:
    """Say why nothing was changed, and lead back to the outline."""
    messages.error(request, sentence)
    return to_outline(template)
