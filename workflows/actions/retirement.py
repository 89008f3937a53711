"""Takes a page out of service, and brings it back."""

from __future__ import annotations

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from ..guards import Attempt, require
from ..pages import LifecyclePage, LifecyclePart
from ..people import User
from ..states import Move, State
from .journal import Step, write_down
from .rows import draft_of, locked_lifecycle, open_submission
from .submitting import take_back


@transaction.atomic
def retire(page: Page, *, by: User, comment: str) -> None:
    """Take a page away from its readers; its releases are kept. A review that runs is stopped.

    Raises:
        NotPossible: the page is retired already, the right or the reason is missing.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    source = lifecycle.in_state
    require(Attempt(Move.RETIRE, draft, lifecycle, by, comment, open_submission(lifecycle)))
    if source is State.IN_REVIEW:
        take_back(draft, lifecycle, by=by, comment=comment)
    _stop_workflow(draft, by)
    lifecycle.released = None
    lifecycle.next_review_on = None
    lifecycle.make(Move.RETIRE)
    _take_away(draft, by)
    write_down(draft, Step(Move.RETIRE, source, State.RETIRED, by, comment))


@transaction.atomic
def reactivate(page: Page, *, by: User, comment: str = "") -> None:
    """Bring a retired page back as a draft; its next release goes on in the same chain.

    Raises:
        NotPossible: the page is not retired, or the right is missing.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    require(Attempt(Move.REACTIVATE, draft, lifecycle, by, comment))
    lifecycle.make(Move.REACTIVATE)
    write_down(draft, Step(Move.REACTIVATE, State.RETIRED, State.DRAFT, by, comment))


def _stop_workflow(page: LifecyclePage, by: User) -> None:
    """Cancel a workflow that waits for changes."""
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=by)


def _take_away(page: LifecyclePage, by: User) -> None:
    """Unpublish the page and its parts; nobody's rights are asked, for nobody has this one."""
    whole = Page.objects.get(pk=page.pk).specific
    parts = [part for part in whole.get_descendants().specific() if isinstance(part, LifecyclePart)]
    for live in (whole, *parts):
        UnpublishPageAction(live, user=by).execute(skip_permission_checks=True)
