"""Moves questions from group to group, and groups to another place of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Comment, Page

from workflows.errors import NotPossible

from ...models import QuestionGroupPage, TemplatePage
from ...models.template_problems import DraftProblem
from .draft import OpenDraft, block_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def move_question(
    template: TemplatePage,
    key: str,
    *,
    to: int,
    position: int | None = None,
    by: AbstractBaseUser | None,
) -> list[DraftProblem]:
    """Put a question into the group `to`, at a position among its questions or behind them.

    It keeps its key, so no answer is touched; comments on it go with it. Returns the conditions
    that work no longer.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the question or the group is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    source, target = draft.group_of(key).page_id, draft.group(to).page_id
    page = draft.page(source)
    moved = block_of(page, key)
    rest = [block for block in page.questions.raw_data if block["id"] != moved["id"]]
    if source != target:
        draft.save(page, rest)
        comments = Comment.objects.filter(page_id=source)
        comments.filter(contentpath__startswith=f"questions.{moved['id']}").update(page_id=target)
        page = draft.page(target)
        rest = list(page.questions.raw_data)
    place = len(rest) if position is None else max(0, min(position, len(rest)))
    draft.save(page, [*rest[:place], moved, *rest[place:]])
    return draft.newly_broken()


@transaction.atomic
def move_group(
    template: TemplatePage,
    page_id: int,
    *,
    to: int,
    position: int | None = None,
    by: AbstractBaseUser | None,
) -> list[DraftProblem]:
    """Put a group, with everything in it, below the template or a group `to`.

    `position` counts among the groups there; without one it comes last. Returns the conditions
    that work no longer.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: a group is not in the draft any more, or would lie within itself.
    """
    draft = OpenDraft(template, by)
    page = QuestionGroupPage.objects.get(pk=draft.group(page_id).page_id)
    parent = Page.objects.get(pk=to if to == template.pk else draft.group(to).page_id)
    if parent.path.startswith(page.path):
        raise NotPossible(_("A group cannot be moved into itself."))
    siblings = [child for child in parent.get_children() if child.pk != page.pk]
    place = len(siblings) if position is None else max(0, min(position, len(siblings)))
    if any(child.slug == page.slug for child in siblings):
        _rename(draft, page, parent)
    target, side = (
        (siblings[place], "left") if place < len(siblings) else (parent, "last-child")
    )  # fmt: skip
    MovePageAction(page, target, pos=side, user=by).execute(skip_permission_checks=True)
    return draft.newly_broken()


def _rename(draft: OpenDraft, page: QuestionGroupPage, parent: Page) -> None:
    """Give a group an address that no other has below its new parent, in the draft as well."""
    slug = find_available_slug(parent, page.slug)
    QuestionGroupPage.objects.filter(pk=page.pk).update(slug=slug)
    newest = draft.page(page.pk)
    newest.slug = slug
    draft.save(newest)
    page.refresh_from_db()
