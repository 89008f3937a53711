"""The rows that a move works on, locked: two moves on one page happen one after the other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from ..errors import WrongState
from ..pages import LifecyclePage
from ..records import Lifecycle, Submission

if TYPE_CHECKING:
    from wagtail.models import Task


def locked_lifecycle(page: Page) -> Lifecycle:
    """Return the lifecycle of a page, freshly read and locked until the transaction ends."""
    return Lifecycle.objects.select_for_update().get(page_id=page.pk)


def open_submission(lifecycle: Lifecycle) -> Submission | None:
    """Return what is under review, or None."""
    return lifecycle.submissions.filter(closed_at__isnull=True).first()


def draft_of(page: Page) -> LifecyclePage:
    """Return a page with the content of its working version, whatever object the caller holds."""
    fresh: LifecyclePage = page.specific_class.objects.get(pk=page.pk)
    draft: LifecyclePage = fresh.get_latest_revision_as_object()
    return draft


def page_of(workflow_state: WorkflowState) -> LifecyclePage:
    """Return the page that a workflow runs on.

    Raises:
        WrongState: it runs on something without a lifecycle, which our tasks cannot record.
    """
    page = Page.objects.filter(pk=workflow_state.object_id).first()
    page = page.specific if page else None
    if not isinstance(page, LifecyclePage):
        raise WrongState(_("Only pages with a lifecycle can be submitted to this workflow."))
    return page


def waiting_task_state(submission: Submission | None) -> TaskState | None:
    """Return the task that waits for a decision, freshly read and locked."""
    if submission is None or submission.workflow_state is None:
        return None
    return (
        TaskState.objects.select_for_update()
        .filter(
            pk=submission.workflow_state.current_task_state_id,
            status=TaskState.STATUS_IN_PROGRESS,
        )
        .first()
    )


def right_of(task: Task) -> str:
    """Return the right that a task waits for; empty for a task that is not ours."""
    return str(getattr(task.specific, "right", ""))


def now() -> datetime:
    """Return the present to the second: what is signed has to read the same in every database."""
    return timezone.now().replace(microsecond=0)
