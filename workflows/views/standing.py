"""Says in a sentence where a page stands, what this person can do next, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Workflow

from ..actions.reviewing import as_handed_in
from ..errors import Incomplete, NotPossible, RightMissing, WrongState
from ..guards import Attempt, refusals
from ..people import User, looks_on
from ..queries import asked_to_decide, open_submission
from ..records import Release, ReviewDemand, Submission, TransitionLog
from ..states import Move, State
from ..words import VERBS, step_name

if TYPE_CHECKING:
    from ..pages import LifecyclePage

SLUGS = {
    Move.WITHDRAW: "withdraw",
    Move.START_VERSION: "new-version",
    Move.ABANDON_VERSION: "abandon-version",
    Move.CONFIRM_UNCHANGED: "confirm-unchanged",
    Move.RETIRE: "retire",
    Move.REACTIVATE: "reactivate",
}
"""The moves that have a confirmation page of their own; its last word in the address."""

OFFERED = {
    State.DRAFT: (Move.ABANDON_VERSION, Move.RETIRE),
    State.IN_REVIEW: (Move.WITHDRAW, Move.RETIRE),
    State.APPROVED: (Move.START_VERSION, Move.CONFIRM_UNCHANGED, Move.RETIRE),
    State.RETIRED: (Move.REACTIVATE,),
}
"""What is offered beside handing in and deciding, the most usual first."""

MOST_NAMES = 3
"""How many people are named before "and others"."""

MOST_PROBLEMS = 5
"""How many problems are listed before the rest is only counted."""


@dataclass(frozen=True)
class Offer:
    """A move that this person may make now."""

    move: Move
    url: str

    @property
    def label(self) -> Any:
        """The verb on the button."""
        return VERBS[self.move]


@dataclass(frozen=True)
class Standing:
    """Where a page stands, for one person."""

    state: State
    sentence: str
    detail: str = ""
    comment: str = ""
    comment_by: str = ""
    offers: tuple[Offer, ...] = ()
    reasons: tuple[str, ...] = ()
    missing: str = ""
    problems: tuple[Any, ...] = ()
    more_problems: int = 0
    demands: tuple[ReviewDemand, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    review_url: str = ""
    may_decide: bool = False
    history_url: str = field(default="")


def standing_of(page: LifecyclePage, user: User) -> Standing:
    """Return where a page stands, what the user can do next and what keeps her from it."""
    state = page.lifecycle.in_state
    submission = open_submission(page) if state is State.IN_REVIEW else None
    last = _last_entry(page)
    blockers = _blockers(page, user, submission)
    missing = next((b for b in blockers if isinstance(b, Incomplete)), None)
    problems = missing.problems if missing else ()
    said = last if last and _explains(last, state) else None
    return Standing(
        state=state,
        sentence=_sentence(page, state, submission, last),
        detail=_detail(page, state, submission),
        comment=said.comment if said else "",
        comment_by=said.by_said if said else "",
        offers=_offers(page, user, state, submission),
        reasons=_reasons(blockers, state),
        missing=missing.sentence if missing else "",
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
        notes=tuple(page.standing_notes()),
        links=tuple(page.standing_links(user)),
        demands=tuple(ReviewDemand.objects.filter(page_id=page.pk, resolved_at__isnull=True)),
        review_url=reverse("lifecycle:review", args=[page.pk]) if submission else "",
        may_decide=submission is not None and not blockers,
        history_url=reverse("lifecycle:history", args=[page.pk]),
    )


def attempt_on(
    page: LifecyclePage, move: Move, user: User, submission: Submission | None = None
) -> Attempt:
    """Return the attempt of a user, as the actions would build it; the reason is asked later."""
    return Attempt(
        move=move,
        # The row of the page holds what is live; what is decided on is what was handed in.
        page=as_handed_in(page, submission),
        lifecycle=page.lifecycle,
        by=user,
        comment="…",
        submission=submission,
        workflow=_workflow(page) if move is Move.SUBMIT else None,
        right=waiting_right(submission),
    )


def waiting_right(submission: Submission | None) -> str:
    """Return the right that the step needs which waits; empty where none does."""
    steps = submission.open_steps if submission else []
    return str(steps[0]["right"]) if steps else ""


def _workflow(page: LifecyclePage) -> Workflow | None:
    return page.get_workflow()


def _blockers(page: LifecyclePage, user: User, submission: Submission | None) -> list[NotPossible]:
    """Return what keeps this person from the next step, where the step is hers to make."""
    state = page.lifecycle.in_state
    next_move = {State.DRAFT: Move.SUBMIT, State.IN_REVIEW: Move.APPROVE}.get(state)
    if next_move is None:
        return []
    found = list(refusals(attempt_on(page, next_move, user, submission)))
    if any(isinstance(refusal, RightMissing | WrongState) for refusal in found):
        return [refusal for refusal in found if isinstance(refusal, RightMissing)]
    return found


def _reasons(blockers: list[NotPossible], state: State) -> tuple[str, ...]:
    """Say what is missing; to whoever need not act, `_detail` has said who does."""
    lacks_right = any(isinstance(blocker, RightMissing) for blocker in blockers)
    if lacks_right:
        return (_("You may read this draft, but not edit it."),) if state is State.DRAFT else ()
    return tuple(one.sentence for one in blockers if not isinstance(one, Incomplete))


def _offers(
    page: LifecyclePage, user: User, state: State, submission: Submission | None
) -> tuple[Offer, ...]:
    if looks_on(user):
        return ()
    return tuple(
        Offer(move, reverse("lifecycle:move", args=[page.pk, SLUGS[move]]))
        for move in OFFERED[state]
        if not any(refusals(attempt_on(page, move, user, submission)))
    )


def _last_entry(page: LifecyclePage) -> TransitionLog | None:
    return TransitionLog.objects.filter(page_id=page.pk).first()


def _explains(entry: TransitionLog, state: State) -> bool:
    """Return whether the comment of the last move says something to whoever goes on."""
    return bool(entry.comment) and (
        entry.move == Move.REQUEST_CHANGES or state in (State.IN_REVIEW, State.RETIRED)
    )


def _sentence(
    page: LifecyclePage,
    state: State,
    submission: Submission | None,
    last: TransitionLog | None,
) -> str:
    released: Release | None = page.lifecycle.released
    if state is State.IN_REVIEW and submission:
        return _("%(person)s submitted this page for review.") % {
            "person": submission.submitted_by_said
        }
    if state is State.APPROVED and released:
        return _("Version %(number)s is released; %(person)s approved it.") % {
            "number": released.number,
            "person": released.approved_by_said,
        }
    if state is State.RETIRED:
        return _("This page is retired. Readers do not see it.")
    if last and last.move == Move.REQUEST_CHANGES:
        return _("%(person)s requested changes.") % {"person": last.by_said}
    if released:
        return _("This is the draft of a new version.")
    return _("This is a draft. No version is released yet.")


def _detail(page: LifecyclePage, state: State, submission: Submission | None) -> str:
    released: Release | None = page.lifecycle.released
    if state is State.IN_REVIEW and submission and submission.open_steps:
        return whose_turn(page, submission)
    if state is State.APPROVED:
        return _("To change it, start a new version.")
    if state is State.DRAFT and released:
        return _("Readers see version %(number)s meanwhile.") % {"number": released.number}
    return ""


def whose_turn(page: LifecyclePage, submission: Submission) -> str:
    """Return a sentence about the step that a submission waits at, and who decides there."""
    return _("It waits for “%(step)s”: %(people)s.") % {
        "step": step_name(submission.open_steps[0]),
        "people": _asked(page, submission),
    }


def _asked(page: LifecyclePage, submission: Submission) -> str:
    """Name who can decide on a submission; people who submitted or edited it cannot."""
    people = asked_to_decide(page, waiting_right(submission), submission)
    named = [get_user_display_name(person) for person in people[: MOST_NAMES + 1]]
    if not named:
        return _("nobody can decide on it at present")
    if len(named) > MOST_NAMES:
        return _("%(people)s and others") % {"people": ", ".join(named[:MOST_NAMES])}
    return ", ".join(named)
