"""Follows what Wagtail's workflow does by itself, and tells people about moves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from post_office.signals import email_queued
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState, WorkflowState
from wagtail.signals import workflow_cancelled, workflow_rejected

from .actions.kept_names import keep_name
from .actions.submitting import follow_cancellation
from .errors import WrongState
from .eyes import acted_for
from .notifications.delivery import deliver_later
from .notifications.messages import notices_about
from .notifications.queue import send_at_once
from .pages import LifecyclePage, LifecyclePart, refuse_unless_released
from .records import Lifecycle, Submission, TransitionLog
from .rights import rights_of_action
from .signals import moved
from .tasks import RightTask


@receiver(workflow_cancelled, sender=WorkflowState, dispatch_uid="workflows.cancelled")
def withdraw_with_workflow(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Take a submission back whose workflow was cancelled, for instance by disabling it."""
    follow_cancellation(instance, by=user)


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflows.rejected")
def refuse_unrecorded_rejection(instance: WorkflowState, **kwargs: Any) -> None:
    """Undo a rejection that did not come through our task: nobody would know who and why."""
    if Submission.objects.filter(workflow_state=instance, closed_at__isnull=True).exists():
        raise WrongState(_("Changes are requested through the review of the page."))


@receiver(post_save, sender=Task, dispatch_uid="workflows.task_disabled")
@receiver(post_save, sender=RightTask, dispatch_uid="workflows.right_task_disabled")
def withdraw_from_disabled_task(instance: Task, **kwargs: Any) -> None:
    """Take back what waits in a task that is being disabled; Wagtail would let it go past the task.

    Wagtail disables a task as what it is in the list, a plain `Task`, and saves it first.
    """
    if instance.active:
        return
    waiting = TaskState.objects.filter(task_id=instance.pk, status=TaskState.STATUS_IN_PROGRESS)
    ours = Submission.objects.filter(closed_at__isnull=True).values("workflow_state")
    for task_state in waiting.filter(workflow_state__in=ours).select_related("workflow_state"):
        task_state.workflow_state.cancel(user=get_active_log_context().user)


@receiver(pre_save, dispatch_uid="workflows.released_is_live")
def refuse_other_publication(
    sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Refuse to save a page as live, or as hidden, where its release says otherwise.

    Also for plain `Page` objects, which Wagtail's scheduled jobs use and which know no lifecycle.
    """
    if raw or not issubclass(sender, Page) or instance._state.adding:
        return
    if update_fields is None or {"live", "live_revision"} & set(update_fields):
        refuse_unless_released(instance)


@receiver(pre_delete, sender=Revision, dispatch_uid="workflows.revisions_in_use")
def keep_revision_in_use(instance: Revision, **kwargs: Any) -> None:
    """Refuse to delete a revision that is released or under review; Wagtail's purge skips it then.

    With its page it may go: that is refused elsewhere, for whatever was ever submitted.
    """
    released = Lifecycle.objects.filter(released__revision_id=instance.pk)
    submitted = Submission.objects.filter(revision_id=instance.pk, closed_at__isnull=True)
    in_use = {*released, *submitted}
    if in_use:
        raise ProtectedError("The revision is released or under review.", in_use)


@receiver(moved, dispatch_uid="workflows.notices")
def tell_people(
    page: LifecyclePage, log: TransitionLog, submission: Submission | None, **kwargs: Any
) -> None:
    """Tell who is concerned about a move, once it is committed."""
    deliver_later(lambda: notices_about(page, log, submission))


@receiver(pre_save, sender=PageLogEntry, dispatch_uid="workflows.history_names_both")
def name_whom_she_acts_for(instance: PageLogEntry, raw: bool = False, **kwargs: Any) -> None:
    """Let a line of Wagtail's history say as whose deputy somebody acted, whatever wrote it.

    Drafts, autosaves and comments are written down by Wagtail itself, which knows no deputies.
    """
    if raw or instance.user_id is None or "for" in instance.data:
        return
    page: Any = instance.page.specific_deferred
    whole = page.whole if isinstance(page, LifecyclePart) else page
    if not isinstance(whole, LifecyclePage):
        return
    rights = rights_of_action(instance.action) or (whole.submit_right,)
    if name := acted_for(page, instance.user, *rights):
        instance.data = {**instance.data, "for": name}


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="workflows.kept_names")
def keep_name_in_histories(instance: Any, **kwargs: Any) -> None:
    """Let Wagtail's histories keep the name of an account, whatever deletes it."""
    keep_name(instance)


email_queued.connect(send_at_once, dispatch_uid="workflows.mails_at_once")
