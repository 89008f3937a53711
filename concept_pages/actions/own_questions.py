"""Adds chapters and questions to one concept that only its services answer.

Whatever becomes of a question, its answer stays: what has no place any more is parked.

NotPossible           (workflows) the sentence says why
├─ RightMissing       (workflows) no right to add questions, or no clearance for the answers
├─ Frozen             (workflows) the concept is not in draft
├─ ChangedMeanwhile   (workflows) somebody else has changed the same chapter or question
└─ OwnRefused         there is no such chapter, or the question makes no sense
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.errors import ChangedMeanwhile, NotPossible, RightMissing
from workflows.models import Release
from workflows.rights import authority

from ..definition import own_editing as editing
from ..definition.compare import walk
from ..definition.elements import Definition
from ..definition.keys import is_own
from ..definition.own import own_groups
from ..definition.problems import DefinitionError
from ..models import ConceptPage
from ..queries.upgrades import parked_data
from .tailoring import locked_draft, named

RIGHT = "template.add_specific"
ADDED = "concept_pages.own_added"
CHANGED = "concept_pages.own_changed"
REMOVED = "concept_pages.own_removed"

Data = Mapping[str, Any]


class OwnRefused(NotPossible):
    """There is no such chapter, or the question makes no sense."""


class AnswersLost(RuntimeError):
    """A change would have lost an answer. A bug: it is undone instead."""


def may_add(user: Any, page: ConceptPage) -> bool:
    """Return whether a person may add questions to this concept, while it is a draft."""
    return authority().may(user, RIGHT, page)


@transaction.atomic
def save_chapter(page: ConceptPage, chapter: Data, *, by: Any, base: str = "") -> str:
    """Add a chapter (without a key) or change its texts; return its key.

    `base` is the fingerprint of the chapter that the person had before her.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    draft = _open(page, by)
    key = chapter.get("key") or editing.new_key(chapter["label"], _taken(draft))
    _refuse_stale(draft, chapter.get("key", ""), base)
    chapters = editing.with_chapter(draft.additions, {**chapter, "key": key})
    _save(draft, chapters, by=by, key=key, action=CHANGED if chapter.get("key") else ADDED)
    return key


@transaction.atomic
def save_question(page: ConceptPage, question: Data, *, into: str, by: Any, base: str = "") -> str:
    """Add a question (without a key) to a chapter, or change or move it; return its key.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    draft = _open(page, by)
    if all(chapter["key"] != into for chapter in draft.additions):
        raise OwnRefused(_("This chapter is not there any more."))
    key = question.get("key") or editing.new_key(question["label"], _taken(draft))
    _refuse_stale(draft, question.get("key", ""), base)
    chapters = editing.with_question(draft.additions, {**question, "key": key}, into=into)
    _save(draft, chapters, by=by, key=key, action=CHANGED if question.get("key") else ADDED)
    return key


@transaction.atomic
def remove_own(page: ConceptPage, key: str, *, by: Any) -> int:
    """Remove a question, or a chapter with its questions; return how many answers are parked.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    draft = _open(page, by)
    _refuse_unknown(draft, key)
    chapters = editing.without(draft.additions, key)
    return _save(draft, chapters, by=by, key=key, action=REMOVED)


@transaction.atomic
def move_own(page: ConceptPage, key: str, direction: str, *, by: Any) -> None:
    """Move a chapter, or a question within its chapter, one place up or down.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    draft = _open(page, by)
    _refuse_unknown(draft, key)
    chapters = editing.moved(draft.additions, key, direction)
    if chapters != draft.additions:
        _save(draft, chapters, by=by, key=key, action=CHANGED)


# Before -------------------------------------------------------------------------------------------


def _open(page: ConceptPage, by: Any) -> ConceptPage:
    if not may_add(by, page):
        sentence = _("You may not add questions for this service.")
        raise RightMissing(sentence, by=by, right="template.add_specific")
    return locked_draft(page)


def _taken(draft: ConceptPage) -> set[str]:
    """Return the keys that ever stood for something here: answers are stored by them."""
    released = Release.objects.filter(page_id=draft.pk).values_list("content__additions", flat=True)
    chapters = [chapter for each in released for chapter in each or ()]
    parked = {entry["question"] for entry in draft.parked}
    return {
        *editing.own_keys(draft.additions),
        *editing.own_keys(chapters),
        *parked,
        *draft.stored_answers,
    }


def _refuse_unknown(draft: ConceptPage, key: str) -> None:
    if editing.own_element(draft.additions, key) is None:
        raise OwnRefused(_("This is not there any more."))


def _refuse_stale(draft: ConceptPage, key: str, base: str) -> None:
    if key and editing.fingerprint_of(draft.additions, key) != base:
        raise ChangedMeanwhile(
            _("Somebody else has changed or removed this meanwhile. Your text is still here.")
        )


# Saving -------------------------------------------------------------------------------------------


def _save(
    draft: ConceptPage, chapters: list[dict[str, Any]], *, by: Any, key: str, action: str
) -> int:
    """Store the chapters, carry the answers along, and write down what happened."""
    before = draft.definition
    after = copy.copy(draft)
    after.additions = _sound(chapters)
    _refuse_unseen(draft, after.definition, by)
    count = _carry(draft, after)
    revision = after.save_revision(user=by, clean=False)
    definition = before if action == REMOVED else after.definition
    log(
        instance=after,
        action=action,
        user=by,
        revision=revision,
        content_changed=True,
        data={"what": named(definition, [key]), "parked": count},
    )
    return count


def _sound(chapters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        own_groups(chapters)
    except DefinitionError as error:
        sentences = dict.fromkeys(problem.message.say(_) for problem in error.problems)
        raise OwnRefused(" ".join(sentences)) from error
    return chapters


def _refuse_unseen(draft: ConceptPage, after: Definition, by: Any) -> None:
    """Make sure that nobody touches, or opens to others, a question that she may not see."""
    before = draft.definition
    for key in filter(is_own, draft.questions_hidden_from(by)):
        if key not in before.questions:
            continue
        same = before.questions[key] == after.questions.get(key)
        if not same or before.confidentiality_of(key) is not after.confidentiality_of(key):
            sentence = _("You have no clearance for the answers that this concerns.")
            raise RightMissing(sentence, by=by)


def _carry(draft: ConceptPage, after: ConceptPage) -> int:
    """Carry the answers of changed questions along; return how many were parked."""
    old, new = draft.definition, after.definition
    stored = draft.stored_answers
    changed = {
        key: answer
        for key, answer in stored.items()
        if is_own(key) and key in old.questions and old.questions[key] != new.questions.get(key)
    }
    walked = walk(changed, [old, new], {})
    if not walked.is_complete:
        raise AnswersLost(f"A change of concept {draft.pk} would lose answers; it is undone.")
    unchanged = {key: answer for key, answer in stored.items() if key not in changed}
    after.store(unchanged | dict(walked.kept))
    after.parked = [*draft.parked, *parked_data(walked, draft.parked)]
    return len(walked.parked)
