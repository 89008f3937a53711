"""What the author's pages of a template show: outline, notes, and the data for the scripts."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from ..blocks.question_blocks import FACES
from ..definition.elements import AnswerType, Text
from ..models import QuestionGroupPage, TemplatePage
from ..queries.template_authoring import authoring_data
from ..queries.template_outline import Draft, text_of

register = template.Library()

_DRAFT = "_secdoc_draft"

LAST = "ZZZZ"
"""Sorts behind every step of a tree path: where a page that is being added will come."""


@register.simple_tag
def template_draft(form: Any) -> Draft | None:
    """Return the draft of the template that a page form belongs to; None before it is saved.

    The panels of one page share it.
    """
    if not hasattr(form, _DRAFT):
        setattr(form, _DRAFT, _draft_of(form))
    found: Draft | None = getattr(form, _DRAFT)
    return found


def _draft_of(form: Any) -> Draft | None:
    page = form.instance if form.instance.pk else form.parent_page
    page = page.specific if page is not None else None
    owner = page.template if isinstance(page, QuestionGroupPage) else page
    if not isinstance(owner, TemplatePage) or not owner.pk:
        return None
    if owner is not form.instance:
        owner = owner.get_latest_revision_as_object()
    return Draft(owner)


@register.simple_tag
def template_script_data(form: Any, draft: Draft | None) -> dict[str, Any]:
    """Return what the scripts of a form know about the template around it."""
    if draft is None:
        return {}
    path = form.instance.path if form.instance.pk else form.parent_page.path + LAST
    return authoring_data(draft, path)


@register.simple_tag
def group_problems(draft: Draft | None, page: Any) -> list[Any]:
    """Return what is wrong on one page of a draft."""
    return draft.problems_at(page.pk) if draft and page.pk else []


@register.simple_tag
def permissions_on(panel: Any) -> Any:
    """Return what the person who looks at a panel may do with its page."""
    return panel.instance.permissions_for_user(panel.request.user)


@register.filter
def say(text: Text | dict[str, str] | None) -> str:
    """Return a text in the active language."""
    found = text if isinstance(text, Text) else text_of(text)
    return found.say((get_language() or "de")[:2])


@register.filter
def type_name(kind: AnswerType | str) -> str:
    """Return what a type of answer is called."""
    return str(FACES[AnswerType(kind)][0])


@register.filter
def type_icon(kind: AnswerType | str) -> str:
    """Return the icon of a type of answer."""
    return FACES[AnswerType(kind)][2]
