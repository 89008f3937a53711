"""Says what keeps somebody who holds a right from using it on a page as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import FourEyes, NotPossible, RightMissing
from ..guards import refusals
from ..locks import STATE_LOCKS
from ..people import User
from ..queries import open_submission
from ..states import Move
from .standing import attempt_on, waiting_right, whose_turn

if TYPE_CHECKING:
    from ..pages import LifecyclePage


def hindrances(page: LifecyclePage, user: User, right: str) -> list[str]:
    """Return the reasons in sentences about the person; none where the right can be used now.

    Whether she holds the right is another question, which is not asked here.
    """
    lock = STATE_LOCKS.get(page.lifecycle.in_state)
    if right == page.submit_right and lock is not None:
        return [lock(page).sentence()]
    if right in page.review_rights:
        return _of_decision(page, user, right)
    return []


def _of_decision(page: LifecyclePage, user: User, right: str) -> list[str]:
    submission = open_submission(page)
    found = refusals(attempt_on(page, Move.APPROVE, user, submission))
    if submission is None:
        return [next(found).sentence]
    if waiting_right(submission) != right:
        return [whose_turn(page, submission)]
    return [_said(one) for one in found if not isinstance(one, RightMissing)]


def _said(refusal: NotPossible) -> str:
    return refusal.told if isinstance(refusal, FourEyes) else refusal.sentence
