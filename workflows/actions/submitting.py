"""Hands a draft in for review, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import Incomplete, WrongState
from ..eyes import principal_of
from ..guards import Attempt, active_tasks, require
from ..people import User, name_of
from ..records import Lifecycle, Submission, fingerprint_of
from ..states import Move, State
from ..words import step_name
from .journal import Step, write_down
from .rows import draft_of, locked_lifecycle, now, open_submission, page_of

if TYPE_CHECKING:
    from wagtail.models import Page, Revision, Task, Workflow, WorkflowState

    from ..pages import LifecyclePage


@transaction.atomic
def submit(page: Page, *, by: User, comment: str = "") -> Submission:
    """Freeze the draft and hand it in; the workflow's first task waits for it from then on.

    A page that was sent back starts at the first step again: what changed has to be seen by all.

    Raises:
        NotPossible: the state, the right, the workflow or an answer is missing.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    workflow = draft.get_workflow()
    submission = _hand_in(draft, lifecycle, workflow=workflow, by=by, comment=comment)
    sent_back = draft.current_workflow_state
    if sent_back is not None:
        sent_back.cancel(user=by)
    workflow.start(draft, by)
    submission.refresh_from_db()
    return submission


@transaction.atomic
def take_in(workflow_state: WorkflowState, task: Task, *, by: User | None) -> Submission:
    """Bind a workflow that comes to a task to what is reviewed; called by our task.

    Whoever started the workflow through one of Wagtail's own doors hands the draft in here. The
    steps are taken in order: neither disabling a task nor resuming at a later one leads around it.

    Raises:
        NotPossible: as `submit`; Wagtail's start is undone with it.
    """
    page = page_of(workflow_state)
    lifecycle = locked_lifecycle(page)
    submission = open_submission(lifecycle)
    if submission is None:
        submission = _hand_in(
            draft_of(page), lifecycle, workflow=workflow_state.workflow, by=by, comment=""
        )
    if submission.workflow_state_id is None:
        submission.workflow_state = workflow_state
        submission.save(update_fields=["workflow_state"])
    if submission.workflow_state_id != workflow_state.pk:
        raise WrongState(_("This page is already under review."))
    step = submission.open_steps[0]
    if step["task"] != task.pk:
        raise WrongState(
            _("The step “%(step)s” comes first, and nobody has approved it.")
            % {"step": step_name(step)}
        )
    return submission


@transaction.atomic
def withdraw(page: Page, *, by: User, comment: str = "") -> None:
    """Take back what was handed in; the draft can be edited again.

    Raises:
        NotPossible: nothing is under review, or the person may not withdraw it.
    """
    lifecycle = locked_lifecycle(page)
    submission = open_submission(lifecycle)
    draft = draft_of(page)
    require(Attempt(Move.WITHDRAW, draft, lifecycle, by, comment, submission))
    take_back(draft, lifecycle, by=by, comment=comment)


def take_back(page: LifecyclePage, lifecycle: Lifecycle, *, by: User | None, comment: str) -> None:
    """Return what is under review to draft and stop its workflow; asks nobody for permission."""
    submission = open_submission(lifecycle)
    lifecycle.make(Move.WITHDRAW)
    close(submission)
    state = submission.workflow_state if submission else None
    if state is not None and state.is_active:
        state.cancel(user=by)
    write_down(
        page,
        Step(Move.WITHDRAW, State.IN_REVIEW, State.DRAFT, by, comment, submission=submission),
    )


@transaction.atomic
def follow_cancellation(workflow_state: WorkflowState, *, by: User | None) -> None:
    """Withdraw what a workflow reviewed that was cancelled through one of Wagtail's own doors."""
    submission = Submission.objects.filter(
        workflow_state=workflow_state, closed_at__isnull=True
    ).first()
    if submission is None:
        return
    page = page_of(workflow_state)
    lifecycle = locked_lifecycle(page)
    if lifecycle.in_state is State.IN_REVIEW:
        take_back(page, lifecycle, by=by, comment="")


def close(submission: Submission | None) -> None:
    """Mark a submission as decided on or withdrawn."""
    if submission is not None:
        submission.closed_at = now()
        submission.save(update_fields=["closed_at", "approvals"])


def _hand_in(
    draft: LifecyclePage,
    lifecycle: Lifecycle,
    *,
    workflow: Workflow | None,
    by: User | None,
    comment: str,
) -> Submission:
    """Check, freeze, record and log; the workflow itself is started by the caller."""
    require(Attempt(Move.SUBMIT, draft, lifecycle, by, comment, workflow=workflow))
    editor = draft.last_editor()
    principal = principal_of(draft, by, draft.submit_right)
    revision = _freeze(draft, by)
    frozen: LifecyclePage = revision.as_object()
    submission = Submission.objects.create(
        lifecycle=lifecycle,
        steps=[
            {"task": task.pk, "name": task.name, "name_en": task.name_en, "right": task.right}
            for task in active_tasks(workflow)
        ],
        revision_id=revision.pk,
        revision_sha256=fingerprint_of(revision.content),
        content=frozen.release_content(),
        based_on=frozen.release_based_on(),
        submitted_by=by,
        submitted_by_name=name_of(by),
        submitted_for=principal,
        submitted_for_name=name_of(principal) if principal else "",
        last_edited_by=editor,
        edited_for=principal_of(draft, editor, draft.submit_right),
        submitted_at=now(),
        comment=comment,
    )  # fmt: skip
    _sign(submission)
    lifecycle.make(Move.SUBMIT)
    write_down(
        draft, Step(Move.SUBMIT, State.DRAFT, State.IN_REVIEW, by, comment, submission=submission)
    )
    return submission


def _freeze(draft: LifecyclePage, by: User | None) -> Revision:
    """Save the revision that is reviewed: a fresh one, which no open form can claim as its own."""
    try:
        revision = draft.save_revision_of_move(by, clean=True)
    except ValidationError as error:
        raise Incomplete(_("The page is not valid yet."), error.messages) from error
    revision.refresh_from_db()
    return revision


def _sign(submission: Submission) -> None:
    """Fingerprint the content as the database gives it back: it may write a number its own way."""
    submission.refresh_from_db()
    submission.sha256 = fingerprint_of(submission.content)
    submission.save(update_fields=["sha256"])
