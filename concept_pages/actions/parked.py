"""Settles parked answers: copies one into a question that can take it, or dismisses it.

NotPossible           (workflows) the sentence says why
├─ RightMissing       (workflows) no right to edit the concept, or no clearance for the answer
├─ CommentMissing     (workflows) dismissed without a reason
├─ Frozen             (workflows) the concept is not in draft
└─ DoesNotFit         the question cannot take the answer, or has one already
"""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from workflows.errors import CommentMissing, NotPossible, RightMissing
from workflows.eyes import acted_for
from workflows.pages import refuse_unless_editable
from workflows.people import name_of
from workflows.rights import authority

from ..definition.compare import fitted
from ..definition.elements import Question
from ..definition.emptiness import is_blank
from ..definition.parking import ParkedAnswer, Settled
from ..models import ConceptPage

COPIED = "concept_pages.parked_copied"
DISMISSED = "concept_pages.parked_dismissed"


class DoesNotFit(NotPossible):
    """The question cannot take the answer, or has one already."""


def targets(page: ConceptPage, answer: ParkedAnswer, *, by: Any) -> list[Question]:
    """Return the questions that a parked answer can be copied into as a whole.

    They are visible, not answered yet, and the person is cleared for them. `page` is the draft as
    it is in memory.
    """
    unseen = page.questions_hidden_from(by)
    visible, related, stored = (
        page.situation.visible_questions, page.relation_answers, page.stored_answers
    )  # fmt: skip
    return [
        question
        for key, question in page.definition.questions.items()
        if key in visible
        and key not in unseen
        and key not in related
        and is_blank(stored.get(key))
        and _value_for(page, answer, question) is not None
    ]


def _value_for(page: ConceptPage, answer: ParkedAnswer, question: Question) -> Any:
    """Return the answer as one to the question; None where something of it would be lost."""
    if answer.asked is None or answer.old_question is None:
        return None
    return fitted(answer.value, answer.old_question, question, answer.asked, page.definition)


@transaction.atomic
def copy_parked(page: ConceptPage, parked_id: str, *, to: str, by: Any) -> ConceptPage:
    """Copy a parked answer into a question; return the saved draft.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    draft, answer = _open(page, parked_id, by=by)
    question = next((one for one in targets(draft, answer, by=by) if one.key == to), None)
    if question is None:
        raise DoesNotFit(_("This question cannot take the parked answer."))
    draft.store({**draft.stored_answers, to: _value_for(draft, answer, question)})
    draft.see({to})
    settled = _settled("copied", draft, by, to=to)
    return _settle(draft, answer, settled, by=by, action=COPIED)


@transaction.atomic
def dismiss_parked(page: ConceptPage, parked_id: str, *, reason: str, by: Any) -> ConceptPage:
    """Say that a parked answer is needed no more; it stays on record. Return the saved draft.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    if not reason.strip():
        raise CommentMissing(_("Please say why: a comment is needed here."))
    draft, answer = _open(page, parked_id, by=by)
    settled = _settled("dismissed", draft, by, reason=reason.strip())
    return _settle(draft, answer, settled, by=by, action=DISMISSED)


def _open(page: ConceptPage, parked_id: str, *, by: Any) -> tuple[ConceptPage, ParkedAnswer]:
    """Return the draft, locked, with the parked answer that this person may settle."""
    Page.objects.select_for_update().filter(pk=page.pk).values("pk").first()
    draft: ConceptPage = ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if not authority().may(by, draft.submit_right, draft):
        raise RightMissing(_("You may not edit this concept."), by=by, right=draft.submit_right)
    refuse_unless_editable(draft)
    answer = next((one for one in draft.parked_answers if one.id == parked_id), None)
    if answer is None or answer.settled:
        raise DoesNotFit(_("This parked answer has been settled already."))
    if answer not in draft.parked_answers_for(by):
        raise RightMissing(_("You have no clearance for this answer."), by=by)
    return draft, answer


def _settled(
    how: Literal["copied", "dismissed"], draft: ConceptPage, by: Any, **more: str
) -> Settled:
    """Return the record of what a person does now, and as whose deputy."""
    at = timezone.now().replace(microsecond=0).isoformat()
    return Settled(how, name_of(by), at, for_name=acted_for(draft, by, draft.submit_right), **more)


def _settle(
    draft: ConceptPage, answer: ParkedAnswer, settled: Settled, *, by: Any, action: str
) -> ConceptPage:
    told = {name: value for name, value in vars(settled).items() if value}
    draft.parked = [
        {**entry, "settled": told} if entry["id"] == answer.id else entry for entry in draft.parked
    ]
    revision = draft.save_revision(user=by, clean=False)
    log(
        instance=draft,
        action=action,
        user=by,
        revision=revision,
        content_changed=True,
        data={"question": answer.question, "to": settled.to, "reason": settled.reason},
    )
    return draft
