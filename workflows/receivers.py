"""Follows what Wagtail's workflow does by itself, so that state and queue cannot drift apart."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled, workflow_rejected

from .actions.submitting import follow_cancellation
from .errors import WrongState
from .records import Submission


@receiver(workflow_cancelled, sender=WorkflowState, dispatch_uid="workflows.cancelled")
def withdraw_with_workflow(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Take a submission back whose workflow was cancelled, for instance by disabling it."""
    follow_cancellation(instance, by=user)


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflows.rejected")
def refuse_unrecorded_rejection(instance: WorkflowState, **kwargs: Any) -> None:
    """Undo a rejection that did not come through our task: nobody would know who and why."""
    if Submission.objects.filter(workflow_state=instance, closed_at__isnull=True).exists():
        raise WrongState(_("Changes are requested through the review of the page."))
