"""Opens a draft beside the release in force, and gives it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page

from ..guards import Attempt, require
from ..people import User
from ..states import Move, State
from .journal import Step, write_down
from .rows import draft_of, locked_lifecycle

if TYPE_CHECKING:
    from ..pages import LifecyclePage
    from ..records import Lifecycle


@transaction.atomic
def start_version(page: Page, *, by: User, comment: str = "") -> None:
    """Unlock the page for a new version; readers keep the release in force meanwhile.

    Raises:
        NotPossible: the page is not in the state *released*, or the person may not edit it.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    require(Attempt(Move.START_VERSION, draft, lifecycle, by, comment))
    open_version(draft, lifecycle, by=by, comment=comment)


def open_version(
    page: LifecyclePage, lifecycle: Lifecycle, *, by: User | None, comment: str
) -> None:
    """Unlock a released page for a new version; asks nobody for permission.

    For actions that have asked for a right of their own, and for the system itself, which is
    nobody. `lifecycle` is locked.

    Raises:
        TransitionNotAllowed: the page is not in the state *released*.
    """
    lifecycle.make(Move.START_VERSION)
    write_down(page, Step(Move.START_VERSION, State.APPROVED, State.DRAFT, by, comment))


@transaction.atomic
def abandon_version(page: Page, *, by: User, comment: str = "") -> None:
    """Give the draft up; it becomes what was released, as a new revision, so nothing is lost.

    Raises:
        NotPossible: there is no draft beside a release, or the person may not edit it.
    """
    lifecycle = locked_lifecycle(page)
    draft = draft_of(page)
    require(Attempt(Move.ABANDON_VERSION, draft, lifecycle, by, comment))
    sent_back = draft.current_workflow_state
    if sent_back is not None:
        sent_back.cancel(user=by)
    released: Any = lifecycle.released  # the guards let nobody come here without one
    draft.restore(released, by)
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    lifecycle.make(Move.ABANDON_VERSION)
    write_down(draft, Step(Move.ABANDON_VERSION, State.DRAFT, State.APPROVED, by, comment))
