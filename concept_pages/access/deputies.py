"""Which deputyships count, and who counts as one with whom because of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import Deputyship


def under_way(prefix: str = "") -> Q:
    """Return the condition that a deputyship holds today; the first and the last day count.

    Args:
        prefix: The path that leads to the deputyship, such as `user__deputies_named__`.
    """
    today = timezone.localdate()
    begun = Q(**{f"{prefix}starts_on__lte": today, f"{prefix}person__is_active": True})
    return begun & not_over(prefix)


def not_over(prefix: str = "") -> Q:
    """Return the condition that a deputyship holds today or will hold one day."""
    return Q(**{f"{prefix}ends_on__gte": timezone.localdate(), f"{prefix}ended_at__isnull": True})


def current_deputyships() -> QuerySet[Deputyship]:
    """Return the deputyships that hold today."""
    return Deputyship.objects.filter(under_way())


def deputyships_of(user: Any) -> QuerySet[Deputyship]:
    """Return who acts for somebody and for whom she acts, today or one day, in order of days."""
    hers = Q(person=user.pk) | Q(deputy=user.pk, person__is_active=True)
    rows = Deputyship.objects.filter(not_over(), hers).select_related("person", "deputy")
    return rows.order_by("starts_on", "ends_on", "pk")


def partners_of(person: int) -> dict[int, date]:
    """Return who ever was deputy of a person or she of theirs, with the last day of it."""
    rows = Deputyship.objects.filter(
        Q(person=person) | Q(deputy=person), starts_on__lte=timezone.localdate()
    ).values_list("person", "deputy", "ends_on", "ended_at")
    found: dict[int, date] = {}
    for principal, deputy, ends_on, ended_at in rows:
        last = min(ends_on, timezone.localdate(ended_at)) if ended_at else ends_on
        other = deputy if principal == person else principal
        found[other] = max(last, found.get(other, last))
    return found
