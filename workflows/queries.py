"""Reads about lifecycles that are asked in more than one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import Page, TaskState

from .records import Lifecycle, Release, Submission
from .rights import authority
from .states import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet


def release_in_force(page: Page) -> Release | None:
    """Return the version that readers see, or None while there is none."""
    lifecycle = Lifecycle.objects.filter(page_id=page.pk).select_related("released").first()
    return lifecycle.released if lifecycle else None


def versions(page: Page) -> QuerySet[Release]:
    """Return the released versions of a page, the newest first; confirmations are not versions."""
    return Release.objects.filter(page_id=page.pk, kind=Release.Kind.VERSION).order_by("-sequence")


def open_submission(page: Page) -> Submission | None:
    """Return what is under review on a page, or None."""
    return (
        Submission.objects.filter(lifecycle__page_id=page.pk, closed_at__isnull=True)
        .select_related("workflow_state__current_task_state__task", "lifecycle")
        .first()
    )


def may_decide(page: Page, user: AbstractBaseUser, right: str) -> bool:
    """Return whether a user may decide on what is under review: the right, and four eyes."""
    submission = Submission.objects.filter(
        lifecycle__page_id=page.pk, closed_at__isnull=True
    ).first()
    if submission is None or user.pk in (submission.submitted_by_id, submission.last_edited_by_id):
        return False
    return authority().may(user, right, page)


def waiting_for(user: AbstractBaseUser, right: str) -> QuerySet[Submission]:
    """Return the submissions that wait for a right the user holds there, own ones left out."""
    return (
        Submission.objects.filter(
            closed_at__isnull=True,
            lifecycle__state=State.IN_REVIEW,
            lifecycle__page__in=authority().waiting_for(user, right).values("pk"),
            workflow_state__current_task_state__status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__current_task_state__task__righttask__right=right,
        )
        .exclude(submitted_by=user.pk)
        .exclude(Q(last_edited_by__isnull=False) & Q(last_edited_by=user.pk))
    )
