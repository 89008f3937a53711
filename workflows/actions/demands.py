"""Raises demands for review and answers them; the page stays released and readable meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..errors import CommentMissing, RightMissing, WrongState
from ..pages import LifecyclePage
from ..people import User, name_of
from ..records import Release, ReviewDemand
from ..rights import authority
from ..words import RAISE_DEMAND, RESOLVE_DEMAND
from .journal import Step, write_down
from .rows import draft_of, locked_lifecycle, now


@transaction.atomic
def raise_demand(
    page: Page,
    reason: str,
    *,
    by: User | None = None,
    detail: str = "",
    key: str = "",
    due_on: date | None = None,
) -> ReviewDemand:
    """Demand that somebody looks at a page again; the same open demand is not raised twice.

    Args:
        page: The page to look at.
        reason: One of `ReviewDemand.Reason`.
        by: Who demands it; None is the system, such as the nightly job.
        detail: What happened, for the reader.
        key: What tells demands of the same reason apart, such as the service that changed.
        due_on: By when.
    """
    lifecycle = locked_lifecycle(page)
    demand, is_new = ReviewDemand.objects.get_or_create(
        page_id=page.pk,
        reason=reason,
        key=key,
        resolved_at=None,
        defaults={
            "detail": detail,
            "raised_by": by,
            "raised_by_name": name_of(by),
            "due_on": due_on,
        },
    )
    if is_new:
        state = lifecycle.in_state
        write_down(draft_of(page), Step(RAISE_DEMAND, state, state, by, detail))
    return demand


@transaction.atomic
def resolve_demand(demand: ReviewDemand, *, by: User, comment: str) -> None:
    """Close a demand that needs neither a new version nor a confirmation.

    Raises:
        NotPossible: it is answered already, the right or the reason is missing.
    """
    draft = draft_of(demand.page)
    lifecycle = locked_lifecycle(draft)
    open_demand = ReviewDemand.objects.filter(pk=demand.pk, resolved_at__isnull=True).first()
    if open_demand is None:
        raise WrongState(_("This demand has been answered already."))
    if not authority().may(by, draft.review_rights[-1], draft):
        sentence = _("You do not hold the right that this needs.")
        raise RightMissing(sentence, by=by, right=draft.review_rights[-1])
    if not comment.strip():
        raise CommentMissing(_("Please say why: a comment is needed here."))
    open_demand.resolved_at = now()
    open_demand.save(update_fields=["resolved_at"])
    state = lifecycle.in_state
    write_down(draft, Step(RESOLVE_DEMAND, state, state, by, comment))


def answer_demands(
    page: LifecyclePage, release: Release, *, raised_before: datetime | None
) -> None:
    """Mark open demands as answered by a release; what was raised later is still to be answered."""
    demands = ReviewDemand.objects.filter(page_id=page.pk, resolved_at__isnull=True)
    if raised_before is not None:
        demands = demands.filter(raised_at__lte=raised_before)
    demands.update(resolved_at=now(), resolved_by=release)
