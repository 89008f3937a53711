"""Takes questions and groups out of a draft; releases and the answers of concepts keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction

from ...models import QuestionGroupPage, TemplatePage
from ...models.template_problems import DraftProblem
from .draft import OpenDraft

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def delete_question(
    template: TemplatePage, key: str, *, by: AbstractBaseUser | None
) -> list[DraftProblem]:
    """Take a question out of the draft; return the conditions that work no longer.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the question is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    page = draft.page(draft.group_of(key).page_id)
    stored = page.questions.raw_data
    draft.save(page, [block for block in stored if block["value"].get("key") != key])
    return draft.newly_broken()


@transaction.atomic
def delete_group(
    template: TemplatePage, page_id: int, *, by: AbstractBaseUser | None
) -> list[DraftProblem]:
    """Delete a group with everything in it; return the conditions that work no longer.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the group is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    page = QuestionGroupPage.objects.get(pk=draft.group(page_id).page_id)
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    return draft.newly_broken()
