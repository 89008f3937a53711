"""Turns off Wagtail's own workflow mails: they leave inside the transaction and quote the page."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

WAGTAILS_NOTIFIERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)
"""Signal, sender and the name under which Wagtail connects its notifier."""


def silence() -> None:
    """Take the place of Wagtail's notifiers, whether they are connected already or come later.

    A signal keeps one receiver per name, the first: ours.
    """
    for signal, sender, name in WAGTAILS_NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(_say_nothing, sender=sender, dispatch_uid=name)


def _say_nothing(**kwargs: Any) -> None:
    """Do nothing; our own notices follow `workflows.signals.moved`."""
