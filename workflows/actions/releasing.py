"""Makes releases: what was reviewed goes live and is bound for ever, or is confirmed unchanged."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, WorkflowState

from ..errors import ChangedMeanwhile, Incomplete, WrongState
from ..eyes import acted_for
from ..guards import Attempt, require
from ..pages import LifecyclePage, LifecyclePart
from ..people import User, name_of
from ..records import Lifecycle, Release, Submission, fingerprint_of
from ..states import Move, State
from ..words import step_name
from .demands import answer_demands
from .journal import Step, write_down
from .rows import draft_of, locked_lifecycle, now, open_submission, page_of
from .submitting import close


@transaction.atomic
def release_reviewed(workflow_state: WorkflowState, *, by: User | None) -> Release:
    """Release exactly what was reviewed; called when Wagtail's last task is done.

    Wagtail also gets here when a task was disabled or a workflow has none: without an approval on
    record for every step nothing is released, and Wagtail's own change is undone with it.

    Raises:
        NotPossible: an approval is missing, or the reviewed revision is not what it was.
    """
    page = page_of(workflow_state)
    lifecycle = locked_lifecycle(page)
    submission = _fully_approved(lifecycle, workflow_state)
    revision = _reviewed_revision(submission)
    release = _add_release(page, **_of_submission(submission, page, by))
    lifecycle.released = release
    # The row of the page still holds what was live before: ask what was reviewed.
    reviewed: LifecyclePage = revision.as_object()
    lifecycle.next_review_on = reviewed.next_review_date(release.approved_at.date())
    lifecycle.make(Move.APPROVE)
    close(submission)
    _put_live(revision, by)
    answer_demands(page, release, raised_before=submission.submitted_at)
    live: LifecyclePage = page.specific_class.objects.get(pk=page.pk)
    live.after_release(release, by)
    step = Step(
        Move.APPROVE, State.IN_REVIEW, State.APPROVED, by, release.comment, release, submission,
        right=str(submission.approvals[-1]["right"]),
    )  # fmt: skip
    write_down(live, step)
    return release


@transaction.atomic
def confirm_unchanged(page: Page, *, by: User, comment: str) -> Release:
    """Sign that the release in force still holds; answers every open demand for review.

    Returns:
        A release of kind *confirmation*: same number and content, its own signature and place in
        the chain. The release in force stays the version that was confirmed.

    Raises:
        NotPossible: no release is in force, or the person may not confirm it.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    require(Attempt(Move.CONFIRM_UNCHANGED, draft, lifecycle, by, comment))
    confirmation = _add_release(draft, **_of_release(lifecycle.released, draft, by, comment))
    lifecycle.next_review_on = draft.next_review_date(confirmation.approved_at.date())
    lifecycle.make(Move.CONFIRM_UNCHANGED)
    answer_demands(draft, confirmation, raised_before=None)
    step = Step(Move.CONFIRM_UNCHANGED, State.APPROVED, State.APPROVED, by, comment, confirmation)
    write_down(draft, step)
    return confirmation


def _fully_approved(lifecycle: Lifecycle, workflow_state: WorkflowState) -> Submission:
    """Return the submission whose every step somebody approved.

    Raises:
        WrongState: there is none, or a step is missing.
    """
    submission = open_submission(lifecycle)
    if (
        lifecycle.in_state is not State.IN_REVIEW
        or submission is None
        or submission.workflow_state_id != workflow_state.pk
        or not submission.approvals
    ):
        raise WrongState(_("Nothing is released that nobody approved."))
    if submission.open_steps:
        raise WrongState(
            _("The step “%(step)s” has not been approved. Withdraw the page and submit it again.")
            % {"step": step_name(submission.open_steps[0])}
        )
    return submission


def _reviewed_revision(submission: Submission) -> Revision:
    """Return the revision that was reviewed, if it is still byte for byte what it was."""
    revision = Revision.objects.filter(pk=submission.revision_id).first()
    if (
        revision is None
        or fingerprint_of(revision.content) != submission.revision_sha256
        or fingerprint_of(submission.content) != submission.sha256
    ):
        raise ChangedMeanwhile(_("What was reviewed has been changed since. Nothing is released."))
    return revision


def _of_submission(submission: Submission, page: LifecyclePage, by: User | None) -> dict[str, Any]:
    """Return the fields of the release of a submission."""
    last = page.releases.filter(kind=Release.Kind.VERSION).order_by("sequence").last()
    return {
        "number": page.release_number(last),
        "title": Revision.objects.get(pk=submission.revision_id).content["title"],
        "content": submission.content,
        "based_on": submission.based_on,
        "revision_id": submission.revision_id,
        "revision_sha256": submission.revision_sha256,
        "submitted_by": submission.submitted_by,
        "submitted_by_name": submission.submitted_by_name,
        "submitted_for": submission.submitted_for,
        "submitted_for_name": submission.submitted_for_name,
        "submitted_at": submission.submitted_at,
        "approved_by": by,
        "approved_by_name": name_of(by),
        "approved_for_name": submission.approvals[-1].get("for", ""),
        "comment": submission.approvals[-1]["comment"],
        "approvals": submission.approvals,
    }


def _of_release(
    released: Release | None, page: LifecyclePage, by: User, comment: str
) -> dict[str, Any]:
    """Return the fields of the confirmation of a release."""
    copied = ("number", "title", "content", "based_on", "revision_id", "revision_sha256",
              "submitted_by", "submitted_by_name", "submitted_for", "submitted_for_name",
              "submitted_at")  # fmt: skip
    return {
        **{name: getattr(released, name) for name in copied},
        "kind": Release.Kind.CONFIRMATION,
        "approved_by": by,
        "approved_by_name": name_of(by),
        "approved_for_name": acted_for(page, by, page.review_rights[-1]),
        "comment": comment,
        "approvals": [],
    }


def _add_release(page: LifecyclePage, **fields: Any) -> Release:
    """Append a record to the page's chain."""
    last = page.releases.order_by("sequence").last()
    release = Release(
        page_id=page.pk,
        sequence=last.sequence + 1 if last else 1,
        previous_sha256=last.sha256 if last else "",
        approved_at=now(),
        **fields,
    )
    release.sha256 = release.fingerprint()
    release.save()
    return release


def _put_live(revision: Revision, by: User | None) -> None:
    """Publish the reviewed revision, and the parts of the page with it; nobody's rights are asked.

    The approver needs no right to publish: holding it would let her publish past the workflow.
    """
    try:
        PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
        whole = Page.objects.get(pk=revision.object_id)
        for part in whole.get_descendants().specific():
            if isinstance(part, LifecyclePart) and part.latest_revision_id:
                PublishPageRevisionAction(part.latest_revision, user=by, log_action=False).execute(
                    skip_permission_checks=True
                )
    except ValidationError as error:
        raise Incomplete(_("The page is not valid any more."), error.messages) from error
