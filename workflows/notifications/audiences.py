"""Who is told about a move. Whoever made it is never told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from ..queries import asked_to_decide
from ..rights import authority

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..pages import LifecyclePage
    from ..records import Submission

Audience = Callable[["LifecyclePage", "Submission | None"], "QuerySet[Any]"]


def reviewers(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return who can decide on the step that waits; not who submitted or last edited it."""
    steps = submission.open_steps if submission else []
    if not steps or submission is None:
        return _people([])
    return asked_to_decide(page, str(steps[0]["right"]), submission)


def authors(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return who submitted and who last edited what is decided on, and in whose name they did."""
    return _people(_own(submission) if submission else [])


def reviewers_and_authors(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return everybody who had to do with a submission."""
    people = [*reviewers(page, submission).values_list("pk", flat=True), *_own(submission)]
    return _people(people)


def editors(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return who may edit the page by a role; superusers look after the site, not its content."""
    return authority().who_may(page.submit_right, page).filter(is_superuser=False)


def keepers(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return who edits the page or gives its first release, and is there for just this place.

    Where nobody is, those who may edit it anywhere have to do.
    """
    rights = (page.submit_right, *page.review_rights[:1])
    found = authority().keepers(rights, page)
    return found if found.exists() else editors(page, submission)


def superiors(page: LifecyclePage, submission: Submission | None) -> QuerySet[Any]:
    """Return who stands above those who give the first release, and is none of the keepers."""
    found = authority().superiors_of(page.review_rights[0], page)
    return found.exclude(pk__in=keepers(page, submission).values("pk"))


def _own(submission: Submission | None) -> list[int]:
    if submission is None:
        return []
    people = (
        submission.submitted_by_id,
        submission.submitted_for_id,
        submission.last_edited_by_id,
        submission.edited_for_id,
    )
    return [pk for pk in people if pk]


def _people(keys: Iterable[Any]) -> QuerySet[Any]:
    return get_user_model()._default_manager.filter(is_active=True, pk__in=list(keys))
