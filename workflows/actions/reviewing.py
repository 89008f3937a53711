"""Decides on what is under review: approve it, or send it back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState

from ..errors import ChangedMeanwhile
from ..eyes import principal_of
from ..guards import Attempt, require
from ..people import User, name_of
from ..records import Release, Submission
from ..states import Move, State
from .journal import Step, write_down
from .rows import (
    draft_of,
    locked_lifecycle,
    now,
    open_submission,
    page_of,
    right_of,
    waiting_task_state,
)
from .submitting import close

if TYPE_CHECKING:
    from ..pages import LifecyclePage


@transaction.atomic
def approve(page: Page, *, by: User, comment: str = "", seen: int | None = None) -> Release | None:
    """Approve the step that waits; the last approval makes the release.

    Args:
        seen: The task state that the person looked at. Another one may wait by now: somebody
            decided, or the page was withdrawn, changed and submitted again.

    Returns:
        The release, or None while further steps wait.

    Raises:
        NotPossible: nothing waits for this person, she submitted or last edited it, or something
            else than she saw waits.
    """
    _decide(page, Move.APPROVE, by=by, comment=comment, seen=seen)
    lifecycle = locked_lifecycle(page)
    return lifecycle.released if lifecycle.in_state is State.APPROVED else None


@transaction.atomic
def request_changes(page: Page, *, by: User, comment: str, seen: int | None = None) -> None:
    """Send the draft back to its editors with a reason; `seen` as in `approve`.

    Raises:
        NotPossible: nothing waits for this person, she gives no reason, or something else than she
            saw waits.
    """
    _decide(page, Move.REQUEST_CHANGES, by=by, comment=comment, seen=seen)


ACTION_NAMES = {Move.APPROVE: "approve", Move.REQUEST_CHANGES: "reject"}
"""What Wagtail calls the two decisions."""


def _decide(page: Page, move: Move, *, by: User, comment: str, seen: int | None) -> None:
    """Let the waiting task decide, as Wagtail's own views do; refuse where none waits."""
    lifecycle = locked_lifecycle(page)
    submission = open_submission(lifecycle)
    task_state = waiting_task_state(submission)
    if task_state is None:
        require(Attempt(move, draft_of(page), lifecycle, by, comment, submission))
        return
    if seen not in (None, task_state.pk):
        raise ChangedMeanwhile(
            _("Meanwhile something else waits for a decision here. Please look at it again.")
        )
    task_state.task.specific.on_action(task_state, by, ACTION_NAMES[move], comment=comment)


def record_approval(task_state: TaskState, *, by: User | None, comment: str) -> TaskState:
    """Check an approval and put it on record; called by our task before Wagtail moves on.

    Returns:
        The task state, freshly read: the caller's may be from before somebody else's decision.
    """
    attempt, waiting = _attempt(Move.APPROVE, task_state, by=by, comment=comment)
    require(attempt)
    submission = _of(attempt)
    principal = principal_of(attempt.page, by, attempt.right)
    submission.approvals.append(
        {
            "task": waiting.task_id,
            "name": waiting.task.name,
            "name_en": waiting.task.specific.name_en,
            "right": attempt.right,
            "by": name_of(by),
            "by_id": by.pk if by else None,
            **({"for": name_of(principal), "for_id": principal.pk} if principal else {}),
            "at": now().isoformat(),
            "comment": comment,
        }
    )
    submission.save(update_fields=["approvals"])
    return waiting


def record_step(task_state: TaskState, *, by: User | None, comment: str) -> None:
    """Log an approval after which further steps wait; the last one is logged with its release."""
    page = page_of(task_state.workflow_state)
    lifecycle = locked_lifecycle(page)
    if lifecycle.in_state is State.IN_REVIEW:
        submission = open_submission(lifecycle)
        right = str(submission.approvals[-1]["right"]) if submission else ""
        step = Step(Move.APPROVE, State.IN_REVIEW, State.IN_REVIEW, by, comment,
                    submission=submission, right=right)  # fmt: skip
        write_down(page, step)


def record_request(task_state: TaskState, *, by: User | None, comment: str) -> TaskState:
    """Check a request for changes and put it on record; as `record_approval`."""
    attempt, waiting = _attempt(Move.REQUEST_CHANGES, task_state, by=by, comment=comment)
    require(attempt)
    attempt.lifecycle.make(Move.REQUEST_CHANGES)
    close(attempt.submission)
    step = Step(Move.REQUEST_CHANGES, State.IN_REVIEW, State.DRAFT, by, comment,
                submission=attempt.submission, right=attempt.right)  # fmt: skip
    write_down(attempt.page, step)
    return waiting


def _attempt(
    move: Move, task_state: TaskState, *, by: User | None, comment: str
) -> tuple[Attempt, TaskState]:
    """Return the attempt on the task that really waits; one that waits no more has no right."""
    page = page_of(task_state.workflow_state)
    lifecycle = locked_lifecycle(page)
    submission = open_submission(lifecycle)
    waiting = waiting_task_state(submission)
    is_asked = waiting is not None and waiting.pk == task_state.pk
    attempt = Attempt(
        move=move,
        page=as_handed_in(page, submission),
        lifecycle=lifecycle,
        by=by,
        comment=comment,
        submission=submission,
        right=right_of(waiting.task) if waiting and is_asked else "",
    )
    return attempt, waiting or task_state


def as_handed_in(page: LifecyclePage, submission: Submission | None) -> LifecyclePage:
    """Return the page as it was handed in."""
    revision = submission and Revision.objects.filter(pk=submission.revision_id).first()
    return revision.as_object() if revision else page


def _of(attempt: Attempt) -> Any:
    """Return the submission of an attempt that the guards let pass."""
    return attempt.submission
