"""What must hold before a move is made: one table, asked by the actions and by the admin alike.

An action raises the first refusal; the admin lists all of them, so that nobody has to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import Task

from .errors import (
    ChangedMeanwhile,
    CommentMissing,
    FourEyes,
    Incomplete,
    NotPossible,
    RightMissing,
    WorkflowMissing,
    WrongState,
)
from .eyes import counts_as_one
from .people import User, name_of
from .records import Lifecycle, Submission
from .records.lifecycle import STATE_LABELS
from .rights import authority
from .states import Move, row

if TYPE_CHECKING:
    from wagtail.models import Workflow

    from .pages import LifecyclePage


@dataclass(frozen=True)
class Attempt:
    """Somebody wants to make a move: everything that a guard looks at."""

    move: Move
    page: LifecyclePage
    lifecycle: Lifecycle
    by: User | None
    comment: str = ""
    submission: Submission | None = None
    workflow: Workflow | None = None
    right: str = field(default="")
    """The right of the task in question, where the move belongs to one."""


Guard = Callable[[Attempt], NotPossible | None]


def require(attempt: Attempt) -> None:
    """Raise the first reason why the attempt is refused, if there is one."""
    for refusal in refusals(attempt):
        raise refusal


def refusals(attempt: Attempt) -> Iterator[NotPossible]:
    """Yield the reasons why the attempt is refused, the most basic ones first."""
    for guard in GUARDS[attempt.move]:
        refusal = guard(attempt)
        if refusal is not None:
            yield refusal


def needs_comment(move: Move) -> bool:
    """Return whether a move needs a reason."""
    return comment_given in GUARDS[move]


def starts_here(attempt: Attempt) -> NotPossible | None:
    """The table of states has the move from where the page stands."""
    state = attempt.lifecycle.in_state
    if state in row(attempt.move).sources:
        return None
    return WrongState(
        _("This is not possible while the page is in the state “%(state)s”.")
        % {"state": STATE_LABELS[state]}
    )


def may_submit(attempt: Attempt) -> NotPossible | None:
    """The person may edit the page."""
    return _holds(attempt, attempt.page.submit_right)


def may_review(attempt: Attempt) -> NotPossible | None:
    """The person holds the right of the task that waits."""
    return _holds(attempt, attempt.right)


def may_confirm(attempt: Attempt) -> NotPossible | None:
    """The person holds the right of the last review step."""
    return _holds(attempt, attempt.page.review_rights[-1])


def may_withdraw(attempt: Attempt) -> NotPossible | None:
    """The person handed it in, may edit the page, or is asked to review it."""
    submission = attempt.submission
    if submission and attempt.by and submission.submitted_by_id == attempt.by.pk:
        return None
    rights = (attempt.page.submit_right, *attempt.page.review_rights)
    if any(_holds(attempt, right) is None for right in rights):
        return None
    return _holds(attempt, attempt.page.submit_right)


def may_retire(attempt: Attempt) -> NotPossible | None:
    """The person may take the page out of service and bring it back."""
    return _holds(attempt, attempt.page.retire_right)


def is_under_review(attempt: Attempt) -> NotPossible | None:
    """Something is handed in that waits for a decision."""
    if attempt.submission is not None and attempt.right:
        return None
    return WrongState(_("Nothing is waiting for a decision here."))


def four_eyes(attempt: Attempt) -> NotPossible | None:
    """The person, or one she counts as one with, neither handed in nor last edited it."""
    submission, by = attempt.submission, attempt.by
    if submission is None or by is None:
        return FourEyes(_("A decision needs a person."))
    name = {"person": by.get_username()}
    if submission.submitted_by_id == by.pk:
        return FourEyes(
            _("You submitted this yourself. Somebody else has to decide on it."),
            told=_("“%(person)s” submitted this. Somebody else has to decide on it.") % name,
        )
    if submission.last_edited_by_id == by.pk:
        return FourEyes(
            _("You edited this last. Somebody else has to decide on it."),
            told=_("“%(person)s” edited this last. Somebody else has to decide on it.") % name,
        )
    if shared := counts_as_one(submission, by, attempt.right, attempt.page):
        return _one_by_deputyship(shared)
    return None


def not_ones_own_release(attempt: Attempt) -> NotPossible | None:
    """The person did not submit the release that she wants to confirm."""
    released = attempt.lifecycle.released
    if released and attempt.by and released.submitted_by_id == attempt.by.pk:
        return FourEyes(_("You submitted this version yourself. Somebody else has to confirm it."))
    if released and attempt.by:
        right = attempt.page.review_rights[-1]
        if shared := counts_as_one(released, attempt.by, right, attempt.page):
            return _one_by_deputyship(shared)
    return None


def nothing_missing(attempt: Attempt) -> NotPossible | None:
    """The page is complete and plausible."""
    problems = list(attempt.page.submission_problems())
    if not problems:
        return None
    return Incomplete(attempt.page.incomplete_sentence(problems), problems)


def unchanged(attempt: Attempt) -> NotPossible | None:
    """The page is still what was handed in."""
    if attempt.submission is None or not attempt.page.changed_since(attempt.submission):
        return None
    return ChangedMeanwhile(
        _("The page was changed after it was submitted. Request changes, or withdraw it.")
    )


def reviewed_by_workflow(attempt: Attempt) -> NotPossible | None:
    """The workflow assigned leads through the review that the page needs."""
    if attempt.workflow is None:
        return WorkflowMissing(_("No workflow is assigned to this page. Ask an administrator."))
    tasks = list(active_tasks(attempt.workflow))
    if any(not getattr(task, "right", "") for task in tasks):
        return WorkflowMissing(
            _("A step of the workflow “%(workflow)s” records no approval. Ask an administrator.")
            % {"workflow": attempt.workflow}
        )
    if attempt.page.review_rights[-1] not in [task.right for task in tasks]:
        return WorkflowMissing(
            _("The workflow “%(workflow)s” has no step for the final review. Ask an administrator.")
            % {"workflow": attempt.workflow}
        )
    return None


def has_release(attempt: Attempt) -> NotPossible | None:
    """A release is in force."""
    if attempt.lifecycle.released_id:
        return None
    return WrongState(_("No version is released yet."))


def comment_given(attempt: Attempt) -> NotPossible | None:
    """A reason is given."""
    if attempt.comment.strip():
        return None
    return CommentMissing(_("Please say why: a comment is needed here."))


GUARDS: dict[Move, tuple[Guard, ...]] = {
    Move.SUBMIT: (starts_here, may_submit, reviewed_by_workflow, nothing_missing),
    Move.WITHDRAW: (starts_here, may_withdraw),
    Move.REQUEST_CHANGES: (starts_here, is_under_review, may_review, four_eyes, comment_given),
    Move.APPROVE: (starts_here, is_under_review, may_review, four_eyes, unchanged, nothing_missing),
    Move.START_VERSION: (starts_here, may_submit),
    Move.ABANDON_VERSION: (starts_here, has_release, may_submit),
    Move.CONFIRM_UNCHANGED: (starts_here, has_release, may_confirm, not_ones_own_release,
                             comment_given),
    Move.RETIRE: (starts_here, may_retire, comment_given),
    Move.REACTIVATE: (starts_here, may_retire),
}  # fmt: skip


def active_tasks(workflow: Workflow) -> Iterator[Task]:
    """Yield the tasks that a submission goes through, in order."""
    yield from workflow.tasks.filter(active=True).specific()


def _one_by_deputyship(shared: set[int]) -> FourEyes:
    """Return the refusal for somebody who counts as one with a person who handed it in."""
    person = get_user_model()._default_manager.filter(pk=min(shared)).first()
    return FourEyes(
        _(
            "“%(person)s” had to do with this version, and you count as one because of a "
            "deputyship. Somebody else has to decide on it."
        )
        % {"person": name_of(person)},
        told=_(
            "She counts as one with “%(person)s”, who had to do with this version, because of a "
            "deputyship. Somebody else has to decide on it."
        )
        % {"person": name_of(person)},
    )


def _holds(attempt: Attempt, right: str) -> NotPossible | None:
    if attempt.by is not None and authority().may(attempt.by, right, attempt.page):
        return None
    sentence = _("You do not hold the right that this needs.")
    return RightMissing(sentence, by=attempt.by, right=right)
