"""Reads about lifecycles that are asked in more than one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import Page, TaskState

from .eyes import concerned, counts_as_one, of_ones_own, partners_on
from .pages import LifecyclePage
from .people import User
from .records import Lifecycle, Release, ReviewDemand, Submission, TransitionLog
from .rights import authority
from .states import Move, State

if TYPE_CHECKING:
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


def may_decide(page: Page, user: User, right: str) -> bool:
    """Return whether a user may decide on what is under review: the right, and four eyes."""
    submission = Submission.objects.filter(
        lifecycle__page_id=page.pk, closed_at__isnull=True
    ).first()
    if submission is None or counts_as_one(submission, user, right, page):
        return False
    return authority().may(user, right, page)


def asked_to_decide(page: Page, right: str, submission: Submission) -> QuerySet[Any]:
    """Return who is asked to decide on a submission; not who had to do with it.

    Superusers may decide, but are asked only where nobody else holds the right, unless the
    site wants them to get notices like everybody (Wagtail's setting for it).
    """
    own = concerned(submission)
    own |= partners_on(own, timezone.localdate(submission.submitted_at))
    people = authority().who_may(right, page).exclude(pk__in=own)
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        return people
    ordinary = people.filter(is_superuser=False)
    return ordinary if ordinary.exists() else people


def waiting_for(user: User, right: str) -> QuerySet[Submission]:
    """Return the submissions that wait for a right the user holds there, own ones left out."""
    own = Submission.objects.filter(of_ones_own(user), closed_at__isnull=True)
    return Submission.objects.filter(
        closed_at__isnull=True,
        lifecycle__state=State.IN_REVIEW,
        lifecycle__page__in=authority().waiting_for(user, right).values("pk"),
        workflow_state__current_task_state__status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__current_task_state__task__righttask__right=right,
    ).exclude(pk__in=own.values("pk"))


def tasks_of(user: User) -> QuerySet[Submission]:
    """Return what waits for a user's decision, the oldest first."""
    waiting = Submission.objects.none()
    for right in _rights_waited_for():
        waiting |= waiting_for(user, right)
    return _for_lists(waiting).order_by("submitted_at")


def own_submissions(user: User) -> QuerySet[Submission]:
    """Return what a user handed in that waits for somebody's decision, the newest first.

    What a deputy handed in is the own of both, and nobody's who may not hand it in any more.
    """
    handed_in = Q(submitted_by=user.pk) | Q(submitted_for=user.pk)
    open_ones = Submission.objects.filter(handed_in, closed_at__isnull=True)
    return _for_lists(open_ones.filter(_hers(user, "lifecycle__page"))).order_by("-submitted_at")


def sent_back_to(user: User) -> QuerySet[TransitionLog]:
    """Return the requests for changes on what a user handed in, as long as nobody went on.

    What a deputy handed in comes back to both, and to whoever acts for one of them today: she goes
    on where they are away. Whoever may not hand the page in any more is told nothing: a comment
    can say what is in it.
    """
    mine = {user.pk, *authority().principals(user)}
    newest = TransitionLog.objects.filter(page=OuterRef("page")).order_by("-at", "-pk")
    last_submission = Submission.objects.filter(lifecycle__page=OuterRef("page")).order_by("-pk")
    return (
        TransitionLog.objects.filter(move=Move.REQUEST_CHANGES, page__lifecycle__state=State.DRAFT)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .annotate(
            handed_in_by=Subquery(last_submission.values("submitted_by")[:1]),
            handed_in_for=Subquery(last_submission.values("submitted_for")[:1]),
        )
        .filter(Q(handed_in_by__in=mine) | Q(handed_in_for__in=mine), _hers(user, "page"))
        .select_related("page")
        .order_by("-at")
    )


def reviews_of(user: User) -> QuerySet[ReviewDemand]:
    """Return the open demands for review of pages that a user keeps, the oldest first."""
    open_ones = ReviewDemand.objects.filter(resolved_at__isnull=True)
    rights = {
        right
        for kind in _kinds(open_ones.values("page__content_type"))
        for right in (kind.submit_right, *kind.review_rights[:1])
    }
    return (
        open_ones.filter(page__in=authority().kept_by(user, rights).values("pk"))
        .exclude(page__lifecycle__state=State.RETIRED)
        .select_related("page")
        .order_by("raised_at")
    )


def _hers(user: User, path: str) -> Q:
    """Return the condition that a user may hand in the page at the end of a path today."""
    found = Q(pk__in=())
    for kind in _kinds(Lifecycle.objects.values("page__content_type")):
        pages = authority().waiting_for(user, kind.submit_right).values("pk")
        of_kind = {f"{path}__content_type": ContentType.objects.get_for_model(kind)}
        found |= Q(**of_kind, **{f"{path}__in": pages})
    return found


def _kinds(content_types: QuerySet[Any, Any]) -> list[type[LifecyclePage]]:
    """Return the kinds of pages that there are among some content types."""
    models = (one.model_class() for one in ContentType.objects.filter(pk__in=content_types))
    return [model for model in models if model and issubclass(model, LifecyclePage)]


def _rights_waited_for() -> set[str]:
    """Return the rights of the steps that something waits at; there are never more than a few."""
    waiting = Submission.objects.filter(closed_at__isnull=True).values_list(
        "workflow_state__current_task_state__task__righttask__right", flat=True
    )
    return {right for right in waiting.distinct().order_by() if right}


def _for_lists(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related("lifecycle__page").defer("content")
