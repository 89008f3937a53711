"""The menu below the editor: our moves in, and out what leads past the lifecycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)

from ..guards import refusals
from ..pages import LifecyclePage, LifecyclePart
from ..people import User, looks_on
from ..queries import open_submission
from ..states import Move, State
from ..words import VERBS
from .standing import SLUGS, attempt_on

if TYPE_CHECKING:
    from wagtail.models import Page

WAGTAILS_WORKFLOW = (
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
WAGTAILS_PUBLISHING = (PublishMenuItem, UnpublishMenuItem)


class SubmitMenuItem(ActionMenuItem):
    """Saves the draft and hands it in."""

    label = VERBS[Move.SUBMIT]
    name = "action-submit"
    icon_name = "resubmit"
    order = 60


class LinkMenuItem(ActionMenuItem):
    """Leads to the page of a move."""

    def __init__(self, label: Any, url: str, icon_name: str) -> None:
        super().__init__(order=0)
        self.label, self.url, self.icon_name = label, url, icon_name
        self.name = "lifecycle-link"

    def get_url(self, parent_context: Any) -> str:
        """Return the address."""
        return self.url


class ReadOnlyMenuItem(ActionMenuItem):
    """Says why there is nothing to do here: somebody looks on as another person."""

    label = _("Read only")
    name = "lifecycle-read-only"
    icon_name = "view"
    template_name = "workflows/read_only.html"


def arrange(items: list[Any], page: Page | None, user: User, *, view: str) -> None:
    """Change a menu in place: our moves in, Wagtail's publishing and workflow out.

    Pages without a lifecycle keep publishing, but our workflow cannot review them.
    """
    if looks_on(user):
        items[:] = [ReadOnlyMenuItem()]
        return
    is_ours = isinstance(page, LifecyclePage | LifecyclePart)
    unwanted = WAGTAILS_WORKFLOW + (WAGTAILS_PUBLISHING if is_ours else ())
    items[:] = [item for item in items if not isinstance(item, unwanted)]
    if isinstance(page, LifecyclePage) and page.pk:
        items[:0] = links(page, user)
        if view == "edit" and page.permissions_for_user(user).can_submit_for_moderation():
            items.append(SubmitMenuItem())


def links(page: LifecyclePage, user: User) -> list[LinkMenuItem]:
    """Return what the user can do with a page that is locked for everybody."""
    state = page.lifecycle.in_state
    if state is State.IN_REVIEW:
        return _in_review(page, user)
    if state is State.APPROVED:
        return _link(page, user, Move.START_VERSION, "plus")
    return []


def _in_review(page: LifecyclePage, user: User) -> list[LinkMenuItem]:
    submission = open_submission(page)
    found = []
    if not any(refusals(attempt_on(page, Move.APPROVE, user, submission))):
        url = reverse("lifecycle:review", args=[page.pk])
        found.append(LinkMenuItem(_("Review"), url, "glasses"))
    return found + _link(page, user, Move.WITHDRAW, "undo")


def _link(page: LifecyclePage, user: User, move: Move, icon: str) -> list[LinkMenuItem]:
    if any(refusals(attempt_on(page, move, user, open_submission(page)))):
        return []
    return [LinkMenuItem(VERBS[move], reverse("lifecycle:move", args=[page.pk, SLUGS[move]]), icon)]
