"""What Wagtail may offer for pages with a lifecycle: nothing that changes what readers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page, PagePermissionTester

from .rights import authority

if TYPE_CHECKING:
    from .pages import LifecyclePage


class _NothingGoesLive(PagePermissionTester):
    """Publishing belongs to the release alone; superusers are no exception."""

    def can_publish(self) -> bool:
        """Return False: only a release publishes."""
        return False

    def can_publish_subpage(self) -> bool:
        """Return False: what belongs to this page goes live with its release."""
        return False

    def can_unpublish(self) -> bool:
        """Return False: only retiring takes a page away from its readers."""
        return False

    def can_unschedule(self) -> bool:
        """Return False: nothing is ever scheduled."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Return False: who reads is decided by roles, not page by page."""
        return False

    def can_submit_for_moderation(self) -> bool:
        """Return False for parts; the page with the lifecycle asks its state."""
        return False


class LifecycleTester(_NothingGoesLive):
    """The permissions on a page with a lifecycle."""

    page: LifecyclePage

    def can_submit_for_moderation(self) -> bool:
        """Return whether the user may hand the draft in; completeness is asked when she does."""
        return self._may_edit_now() and self.page.has_workflow

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the user may edit this draft, which was never handed in nor released.

        Wagtail would let whoever opens the editor delete, and reviewers open it, too.
        """
        return (
            self._may_edit_now()
            and self.page.was_never_submitted()
            and bool(super().can_delete(ignore_bulk=ignore_bulk))
        )

    def can_copy(self) -> bool:
        """Return False, unless the type of page says that a copy makes sense."""
        return self.page.may_be_copied and bool(super().can_copy())

    def can_move(self) -> bool:
        """Return False: the place of a page follows from what it is about."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Return False, as `can_move`; Wagtail would let superusers pass."""
        return False

    def can_lock(self) -> bool:
        """Return whether the user could edit: locking a draft is part of editing it."""
        return self._may_edit_now() and bool(super().can_lock())

    def can_reorder_children(self) -> bool:
        """Return whether the user may arrange the parts of this page."""
        return self._may_edit_now()

    def can_add_subpage(self) -> bool:
        """Return whether the user may add parts to this page."""
        return self.page.is_editable and bool(super().can_add_subpage())

    def _may_edit_now(self) -> bool:
        return self.page.is_editable and authority().may(
            self.user, self.page.submit_right, self.page
        )


class PartTester(_NothingGoesLive):
    """The permissions on a page that belongs to a page with a lifecycle."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the whole is in draft and the user may edit it.

        Wagtail would ask for the right to publish where a part went live with a release. What was
        released is kept by the release, whatever becomes of the part.
        """
        return self._may_edit_now()

    def can_move(self) -> bool:
        """Return whether the whole is in draft and the user may edit it."""
        return self._may_edit_now()

    def can_move_to(self, destination: Page) -> bool:
        """Return whether the destination belongs to the same whole."""
        return self.can_move() and self._is_at_home(destination) and self._fits(destination)

    def can_copy(self) -> bool:
        """Return whether the whole is in draft and the user may edit it."""
        return self._may_edit_now()

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Return whether the destination is a place where the user may add such a part."""
        return self.can_copy() and bool(super().can_copy_to(destination, recursive))

    def can_add_subpage(self) -> bool:
        """Return whether the user may add parts below this one."""
        return self._may_edit_now() and bool(super().can_add_subpage())

    def can_reorder_children(self) -> bool:
        """Return whether the user may arrange the parts below this one."""
        return self._may_edit_now()

    def can_lock(self) -> bool:
        """Return whether the whole is in draft and the user may edit it."""
        return self._may_edit_now() and bool(super().can_lock())

    def _may_edit_now(self) -> bool:
        whole = self.page.specific_deferred.whole
        return (
            whole is not None
            and whole.is_editable
            and authority().may(self.user, whole.submit_right, whole)
        )

    def _is_at_home(self, destination: Page) -> bool:
        whole = self.page.specific_deferred.whole
        return whole is not None and destination.path.startswith(whole.path)

    def _fits(self, destination: Page) -> bool:
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        return self.page.is_child_of(destination) or bool(
            self.page.specific_deferred.can_move_to(destination)
        )
