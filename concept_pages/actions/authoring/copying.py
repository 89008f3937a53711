"""Copies questions and whole groups within a draft; whatever is copied gets keys of its own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from ...blocks.question_data import Data
from ...definition.elements import Text
from ...models import QuestionGroupPage, TemplatePage
from ...models.template_keys import GROUP, Keys
from ...models.template_tree import fill_group
from .draft import OpenDraft, block_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from ...models.template_draft import DraftGroup


@transaction.atomic
def copy_question(template: TemplatePage, key: str, *, by: AbstractBaseUser | None) -> str:
    """Put a copy of a question right behind it; return the key of the copy.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the question is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    page = draft.page(draft.group_of(key).page_id)
    original = block_of(page, key)
    twin = copy.deepcopy(dict(original))
    twin["id"] = str(uuid4())
    twin["value"]["key"] = draft.keys.take(key, original["type"], {})
    stored = list(page.questions.raw_data)
    place = next(n for n, block in enumerate(stored) if block["id"] == original["id"])
    draft.save(page, [*stored[: place + 1], twin, *stored[place + 1 :]])
    return str(twin["value"]["key"])


@transaction.atomic
def copy_group(
    template: TemplatePage, page_id: int, *, title: Text, by: AbstractBaseUser | None
) -> QuestionGroupPage:
    """Put a copy of a group, with everything in it, right behind it; return its page.

    Conditions inside the copy ask for the copied questions; those on anything outside of it stay.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the group is not in the draft any more.
    """
    draft = OpenDraft(template, by)
    top = draft.group(page_id)
    branch = [group for group in draft.groups if group.path.startswith(top.path)]
    keys = _new_keys(branch, draft.keys)
    pages: dict[str, QuestionGroupPage] = {}
    for group in branch:
        page = QuestionGroupPage()
        fill_group(page, renamed(group.data, keys), {})
        # Numbers are given by hand, and these are taken.
        page.number = ""
        if group is top:
            page.title = page.draft_title = title.de or title.en
            page.title_en = title.en
        _place(page, group, pages.get(group.path[: -Page.steplen]))
        page.save_revision(user=by, log_action=True)
        pages[group.path] = page
    return pages[top.path]


def _place(page: QuestionGroupPage, original: DraftGroup, above: QuestionGroupPage | None) -> None:
    """Add the page of a copy: below its copied parent, or behind the original."""
    wanted = (page.key or GROUP).replace("_", "-")
    if above is not None:
        above.refresh_from_db(fields=["path", "numchild"])
        page.slug = find_available_slug(above, wanted)
        above.add_child(instance=page)
        return
    source = QuestionGroupPage.objects.get(pk=original.page_id)
    page.slug = find_available_slug(source.get_parent(), wanted)
    source.add_sibling("right", instance=page)


def _new_keys(branch: list[DraftGroup], keys: Keys) -> dict[str, str]:
    """Return the key of the copy of each group and question."""
    kinds: dict[str, str] = {}
    for group in branch:
        kinds[group.key] = GROUP
        for question in group.data.get("questions", ()):
            kinds[question.get("key") or ""] = question["type"]
    return {key: keys.take(key, kind, {}) for key, kind in kinds.items() if key}


def renamed(data: Data, keys: Mapping[str, str]) -> Data:
    """Return a group or question under new keys; what it asks for within `keys` is renamed too."""
    result = {**data, "key": keys.get(data.get("key") or "", data.get("key"))}
    if data.get("visible_if"):
        result["visible_if"] = _condition_renamed(data["visible_if"], keys)
    if data.get("filter_by"):
        result["filter_by"] = keys.get(data["filter_by"], data["filter_by"])
    if "questions" in data:
        result["questions"] = [renamed(question, keys) for question in data["questions"]]
    return result


def _condition_renamed(condition: Any, keys: Mapping[str, str]) -> Any:
    for join in ("all", "any"):
        if join in condition:
            return {join: [_condition_renamed(part, keys) for part in condition[join]]}
    asked = condition.get("question")
    return {**condition, "question": keys.get(asked, asked)}
