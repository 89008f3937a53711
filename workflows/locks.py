"""Why a page cannot be edited: its state, or a missing right. Wagtail shows what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, BasicLock

from .people import User, looks_on
from .rights import authority
from .states import State

if TYPE_CHECKING:
    from .pages import LifecyclePage


def lock_of(page: LifecyclePage) -> BaseLock:
    """Return the lock of a page with a lifecycle, from its state first.

    Wagtail's own lock comes last: its holder may edit, and nobody edits what is under review.
    """
    state = page.lifecycle.in_state
    if state is not State.DRAFT:
        return STATE_LOCKS[state](page)
    if page.locked:
        return HeldLock(page)
    return EditRightLock(page)


class StateLock(BaseLock):
    """Nobody edits in this state, whatever rights they hold."""

    def sentence(self) -> str:
        """Return why, and what to do about it."""
        raise NotImplementedError

    def for_user(self, user: User) -> bool:
        """Return True: the lock is for everybody."""
        return True

    def get_message(self, user: User) -> None:
        """Return nothing: what stands above the form says more than Wagtail's bar could."""

    def get_locked_by(self, user: User) -> str:
        """Return the heading of the side panel."""
        return _("Locked")

    def get_description(self, user: User) -> Any:
        """Return the sentence of the side panel."""
        return self.sentence()


class InReviewLock(StateLock):
    """What is under review stays as it was handed in."""

    def sentence(self) -> str:
        """Return why, and what to do about it."""
        return _(
            "This page is under review. It can be edited again when it is sent back or withdrawn."
        )


class ReleasedLock(StateLock):
    """What is released changes by a new version only."""

    def sentence(self) -> str:
        """Return why, and what to do about it."""
        released = self.object.lifecycle.released
        return _("Version %(number)s is released. To change it, start a new version.") % {
            "number": released.number if released else ""
        }


class RetiredLock(StateLock):
    """What is out of service is kept as it was."""

    def sentence(self) -> str:
        """Return why, and what to do about it."""
        return _("This page is retired. Its releases are kept; to work on it again, reactivate it.")


STATE_LOCKS: dict[State, type[StateLock]] = {
    State.IN_REVIEW: InReviewLock,
    State.APPROVED: ReleasedLock,
    State.RETIRED: RetiredLock,
}


class EditRightLock(BaseLock):
    """A draft is read-only for whoever may open it without the right to edit it."""

    def for_user(self, user: User) -> bool:
        """Return whether the user lacks the right."""
        return _lacks_right(user, self.object)

    def get_message(self, user: User) -> None:
        """Return nothing: what stands above the form says it."""

    def get_locked_by(self, user: User) -> str:
        """Return the heading of the side panel."""
        return _("Read only") if self.for_user(user) else _("Unlocked")

    def get_description(self, user: User) -> str:
        """Return the sentence of the side panel."""
        if looks_on(user):
            return _("You see this draft as somebody else does. Nothing can be changed.")
        if self.for_user(user):
            return _("You may read this draft, but not edit it.")
        return _("Everybody who may edit this page can change the draft.")


class HeldLock(BasicLock):
    """Wagtail's own lock on a draft; its holder still needs the right to edit."""

    def for_user(self, user: User) -> bool:
        """Return whether somebody else holds the lock, or the user lacks the right."""
        return bool(super().for_user(user)) or _lacks_right(user, self.object)


def _lacks_right(user: User, page: LifecyclePage) -> bool:
    return looks_on(user) or not authority().may(user, page.submit_right, page)
