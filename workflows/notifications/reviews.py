"""Reminds of reviews: before the day, on the day, and then every week until somebody acts.

Each stage is told once for each date. A night that was missed is made up for by the most urgent
stage alone. A release, or a confirmation, sets another date, with which all begins anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from ..actions import raise_demand
from ..records import Lifecycle, ReviewDemand, ReviewReminder
from ..states import State
from .delivery import deliver
from .messages import MESSAGES, REVIEW_ESCALATED, REVIEW_NEAR, REVIEW_OVERDUE, written

if TYPE_CHECKING:
    from ..pages import LifecyclePage

logger = logging.getLogger(__name__)

DAYS_BEFORE = (30, 7, 1)
"""So many days before the date people are reminded."""

ON_THE_DAY = 0
WEEK = 7

AT_ONCE = 200
"""So many pages are read together."""


@dataclass(frozen=True)
class Due:
    """A page that is to be reviewed, and the stage that it has come to, in days before the date."""

    page_id: int
    due_on: date
    stage: int


@dataclass
class Report:
    """What a night came to."""

    reminded: int = 0
    raised: int = 0
    broken: int = 0


def stage_at(due_on: date, today: date) -> int | None:
    """Return the most urgent stage that a date has come to; None while it is far away.

    Stages are days before the date: 30, 7, 1, 0, and then -7, -14 …
    """
    left = (due_on - today).days
    if left > 0:
        reached = [days for days in DAYS_BEFORE if left <= days]
        return min(reached) if reached else None
    return -(-left // WEEK) * WEEK


def due_today(today: date) -> list[Due]:
    """Return the pages whose stage nobody has been told yet; retired ones never are."""
    horizon = today + timedelta(days=max(DAYS_BEFORE))
    rows = (
        Lifecycle.objects.filter(released__isnull=False, next_review_on__lte=horizon)
        .exclude(state=State.RETIRED)
        .order_by("next_review_on", "page")
        .values_list("page", "next_review_on")
    )
    stages = ((page, day, stage_at(day, today)) for page, day in rows if day)
    found = [Due(page, day, stage) for page, day, stage in stages if stage is not None]
    current = ReviewReminder.objects.filter(due_on=F("page__lifecycle__next_review_on"))
    told = set(current.values_list("page", "due_on", "days"))
    answered = _answered()
    return [
        one
        for one in found
        if (one.page_id, one.due_on, one.stage) not in told
        and (one.page_id, one.due_on.isoformat()) not in answered
    ]


def raise_reviews(today: date | None = None) -> Report:
    """Remind of every review that has come to a stage, and raise the demands of today."""
    report = Report()
    due = due_today(today or timezone.localdate())
    for one, page in with_pages(due):
        try:
            _remind(one, page, report)
        except Exception:  # one page must not keep the others from being reminded of
            logger.exception("The review of page %s could not be announced.", one.page_id)
            report.broken += 1
    return report


@transaction.atomic
def _remind(due: Due, page: LifecyclePage, report: Report) -> None:
    """Note the stage and write to people, both or none; another run that was faster did it."""
    _row, is_new = ReviewReminder.objects.get_or_create(
        page_id=due.page_id, due_on=due.due_on, days=due.stage
    )
    if not is_new:
        return
    is_raised = due.stage <= ON_THE_DAY and _raise(due, page)
    _tell(due, page, is_raised=is_raised)
    report.raised += is_raised
    report.reminded += 1


def _raise(due: Due, page: LifecyclePage) -> bool:
    """Raise the demand of a date, once; say whether it is new."""
    key = due.due_on.isoformat()
    dated = ReviewDemand.objects.filter(page_id=page.pk, reason=ReviewDemand.Reason.DATE, key=key)
    if dated.exists():
        return False
    raise_demand(page, ReviewDemand.Reason.DATE, key=key, due_on=due.due_on)
    return True


def _tell(due: Due, page: LifecyclePage, *, is_raised: bool) -> None:
    """Write to those who keep the page, from the first overdue week on to who is above them.

    A demand that was just raised tells the keepers itself; they get no second mail.
    """
    kinds = [REVIEW_NEAR if due.stage > ON_THE_DAY else REVIEW_OVERDUE] if not is_raised else []
    if due.stage < ON_THE_DAY:
        kinds.append(REVIEW_ESCALATED)
    notices = []
    for message in (MESSAGES[kind] for kind in kinds):
        people = message.audience(page, None)
        notices += written(message, page, people, {"date": due.due_on})
    deliver(notices)


def _answered() -> set[tuple[int, str]]:
    """Return the pages and dates whose demand somebody has answered without a release."""
    demands = ReviewDemand.objects.filter(reason=ReviewDemand.Reason.DATE)
    return set(demands.filter(resolved_at__isnull=False).values_list("page", "key"))


def with_pages(due: list[Due]) -> Iterator[tuple[Due, Any]]:
    """Yield each with its page, read in portions."""
    for start in range(0, len(due), AT_ONCE):
        portion = due[start : start + AT_ONCE]
        pages: Any = Page.objects.filter(pk__in=[one.page_id for one in portion])
        found = {page.pk: page for page in pages.specific()}
        yield from ((one, found[one.page_id]) for one in portion if one.page_id in found)
