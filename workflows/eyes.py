"""Four eyes: who had to do with what is decided on, and who counts as one with whom.

A deputy and the person she acts for count as one: neither decides on what the other handed in.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from .people import User, name_of
from .rights import authority

if TYPE_CHECKING:
    from wagtail.models import Page

    from .records import Release, Submission

CONCERNED = ("submitted_by", "last_edited_by", "submitted_for", "edited_for")
"""Who had to do with a submission: those who acted, and those for whom they did."""


def principal_of(page: Page, by: User | None, right: str) -> Any | None:
    """Return the person as whose deputy somebody uses a right on a page, or None."""
    return authority().acting_for(by, right, page) if by is not None and right else None


def acted_for(page: Page, by: User | None, *rights: str) -> str:
    """Return how records name the person as whose deputy somebody acts on a page; "" for nobody.

    Of several rights, any of which will do, the first that she holds is the one that she uses.
    """
    held = (right for right in rights if right and by and authority().may(by, right, page))
    principal = principal_of(page, by, next(held, ""))
    return name_of(principal) if principal else ""


def concerned(record: Submission | Release) -> set[int]:
    """Return who (primary keys) had to do with what was handed in."""
    return {pk for name in CONCERNED if (pk := getattr(record, f"{name}_id", None))}


def partners_on(people: set[int], day: date) -> set[int]:
    """Return who counts as one with somebody of these, for what was handed in on a day."""
    return {
        other
        for person in people
        for other, last in authority().partners(person).items()
        if day <= last
    }


def counts_as_one(record: Submission | Release, by: User, right: str, page: Page) -> set[int]:
    """Return with whom of those who handed something in the person shares her eyes.

    Args:
        record: What was handed in.
        by: Who wants to decide on it.
        right: The right she would use; she may hold it as a deputy.
        page: The page that is decided on.

    Returns:
        Primary keys; empty where she may decide.
    """
    principal = principal_of(page, by, right)
    mine = {by.pk} | ({principal.pk} if principal else set())
    theirs = concerned(record)
    if shared := mine & theirs:
        return _who_acted_for(record, by) or shared
    return theirs & partners_on(mine, timezone.localdate(record.submitted_at))


def _who_acted_for(record: Submission | Release, person: User) -> set[int]:
    """Return who handed in or edited for a person: nobody is told that she counts as herself."""
    pairs = (("submitted_by", "submitted_for"), ("last_edited_by", "edited_for"))
    acted = {
        getattr(record, f"{actor}_id", None)
        for actor, principal in pairs
        if getattr(record, f"{principal}_id", None) == person.pk
    }
    return {pk for pk in acted if pk}


def of_ones_own(user: User) -> Q:
    """Return the condition that a user, or a deputy of or for her, handed a submission in.

    For lists, where the guard decides in the end.
    """
    condition = _by([user.pk])
    for partner, last in authority().partners(user.pk).items():
        condition |= _by([partner]) & Q(submitted_at__lt=_end_of(last))
    return condition


def _by(people: list[int]) -> Q:
    condition = Q(pk__in=[])
    for name in CONCERNED:
        condition |= Q(**{f"{name}__in": people})
    return condition


def _end_of(day: date) -> Any:
    """Return the first moment of the day after."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
