"""Parked answers in the editor of a concept: what they said, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import NotPossible
from workflows.people import said_to_act

from ...access.clearance import clearance_on
from ...actions.parked import copy_parked, dismiss_parked, targets
from ...definition.elements import Question
from ...definition.parking import ParkedAnswer
from ...models import ConceptPage
from ...requests.posting import posted_only
from ..upgrades.preview import said_of_parked


@dataclass(frozen=True)
class ParkedLine:
    """A parked answer as the editor shows it, with the questions that could take it."""

    answer: ParkedAnswer
    label: str
    said: str
    reason: str
    settled: str
    targets: tuple[tuple[str, str], ...]


def parked_lines(page: ConceptPage, user: Any, *, editable: bool) -> list[ParkedLine]:
    """Return the parked answers that a person is cleared for, the open ones first."""
    language = (get_language() or "de")[:2]
    clearance, names = clearance_on(user, page), page.parked_names()
    found = [
        ParkedLine(
            answer,
            answer.label.say(language),
            said_of_parked(answer, language, clearance, names),
            answer.reason.message.say(_),
            _settled(page, answer, language),
            tuple(
                (question.key, _named(page, question, language))
                for question in (targets(page, answer, by=user) if editable else ())
                if not answer.settled
            ),
        )
        for answer in page.parked_answers_for(user)
    ]
    return sorted(found, key=lambda line: line.answer.settled is not None)


def _named(page: ConceptPage, question: Question, language: str) -> str:
    group = page.definition.group_of[question.key]
    return f"{group.label.say(language)}: {question.label.say(language)}"


def _settled(page: ConceptPage, answer: ParkedAnswer, language: str) -> str:
    settled = answer.settled
    if settled is None:
        return ""
    question = page.definition.questions.get(settled.to)
    words = {
        "person": said_to_act(settled.by, settled.for_name),
        "date": settled.at[:10],
        "question": question.label.say(language) if question else settled.to,
        "reason": settled.reason,
    }
    if settled.how == "copied":
        return _("Copied into “%(question)s” by %(person)s on %(date)s") % words
    return _("Dismissed by %(person)s on %(date)s: %(reason)s") % words


@posted_only(lambda page_id, parked_id: reverse("wagtailadmin_pages:edit", args=[page_id]))
@require_admin_access
def settle_parked(request: HttpRequest, page_id: int, parked_id: str) -> HttpResponse:
    """Copy a parked answer into a question, or dismiss it with a reason."""
    page = get_object_or_404(ConceptPage, pk=page_id)
    user: Any = request.user
    try:
        if "dismiss" in request.POST:
            dismiss_parked(page, parked_id, reason=request.POST.get("reason", ""), by=user)
            messages.success(request, _("The parked answer is dismissed; it stays on record."))
        else:
            copy_parked(page, parked_id, to=request.POST.get("to", ""), by=user)
            messages.success(request, _("The parked answer is copied into the question."))
    except NotPossible as error:
        messages.error(request, error.sentence)
    return redirect("wagtailadmin_pages:edit", page_id)
