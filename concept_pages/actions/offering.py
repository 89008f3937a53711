"""Puts a released template out of force, and back in: whether concepts are made from it.

NotPossible            (workflows) the sentence says why
├─ RightMissing        (workflows) no right to release templates
├─ CommentMissing      (workflows) a reason is needed
└─ WrongState          (workflows) nothing is released, or it is as wanted already

Concepts that exist keep the release they rest on: they are read, edited and released as before.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.journal import Step, write_down
from workflows.actions.rows import locked_lifecycle
from workflows.errors import CommentMissing, RightMissing, WrongState
from workflows.models import Lifecycle
from workflows.rights import authority

from ..models import TemplatePage

PUT_OUT_OF_FORCE = "put_out_of_force"
PUT_IN_FORCE = "put_in_force"

EVENTS = {
    PUT_OUT_OF_FORCE: gettext_lazy("Put out of force"),
    PUT_IN_FORCE: gettext_lazy("Put in force again"),
}
"""What histories call the two; neither changes the state of the working version."""


@transaction.atomic
def put_out_of_force(template: TemplatePage, *, by: Any, comment: str) -> None:
    """Offer the template neither for new concepts nor for upgrades any more.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    _set(template, in_force=False, by=by, comment=comment)


@transaction.atomic
def put_in_force(template: TemplatePage, *, by: Any, comment: str) -> None:
    """Offer the newest release of the template again.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    _set(template, in_force=True, by=by, comment=comment)


def may_switch(user: Any, template: TemplatePage) -> bool:
    """Return whether a person may put a template out of force and back in."""
    return authority().may(user, template.retire_right, template)


def _set(template: TemplatePage, *, in_force: bool, by: Any, comment: str) -> None:
    lifecycle = locked_lifecycle(template)
    fresh = TemplatePage.objects.get(pk=template.pk)
    if not may_switch(by, fresh):
        sentence = _("You may not say whether this template is in force.")
        raise RightMissing(sentence, by=by, right=fresh.retire_right)
    _refuse_state(fresh, lifecycle, in_force=in_force)
    if not comment.strip():
        raise CommentMissing(_("Please say why: a comment is needed here."))
    # The page of a template shows the release: no revision of the draft has a say in this.
    TemplatePage.objects.filter(pk=fresh.pk).update(in_force=in_force)
    state, release = lifecycle.in_state, lifecycle.released
    move = PUT_IN_FORCE if in_force else PUT_OUT_OF_FORCE
    write_down(fresh, Step(move, state, state, by, comment, release, right=fresh.retire_right))


def _refuse_state(template: TemplatePage, lifecycle: Lifecycle, *, in_force: bool) -> None:
    if lifecycle.released_id is None:
        raise WrongState(_("No version of this template is released."))
    if template.in_force == in_force:
        raise WrongState(
            _("This template is in force already.")
            if in_force
            else _("This template is out of force already.")
        )
