"""Gives a question another type; its key, texts and whatever limits still fit stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ...blocks.question_retyping import retyped_block
from ...definition.elements import AnswerType
from ...models import TemplatePage
from ...models.template_problems import DraftProblem
from .draft import OpenDraft

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def retype_question(
    template: TemplatePage, key: str, *, to: AnswerType, by: AbstractBaseUser | None
) -> list[DraftProblem]:
    """Change the type of a question in its place; return what is wrong from now on.

    Answers to released versions are not touched: they are converted, or set aside, when their
    concept is upgraded.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the question is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    page = draft.page(draft.group_of(key).page_id)
    draft.save(
        page,
        [
            retyped_block(block, to) if block["value"].get("key") == key else block
            for block in page.questions.raw_data
        ],
    )
    return draft.newly_broken()
