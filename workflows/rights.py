"""The door upward: `workflows` asks a registered authority who may do what, and knows no roles.

The concept app registers its authority in `AppConfig.ready()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import QuerySet
    from wagtail.models import Page


class Authority(Protocol):
    """Answers for every page with a lifecycle."""

    def may(self, user: AbstractBaseUser | AnonymousUser, right: str, page: Page) -> bool:
        """Return whether the user holds a right (such as `concept.review`) on the page."""

    def who_may(self, right: str, page: Page) -> QuerySet:
        """Return the active users who hold a right on the page."""

    def acting_for(
        self, user: AbstractBaseUser | AnonymousUser, right: str, page: Page
    ) -> AbstractBaseUser | None:
        """Return the person as whose deputy the user holds a right on the page, or None."""

    def partners(self, user: int) -> Mapping[int, date]:
        """Return who counts or counted as one with a user, with the last day of it."""

    def principals(self, user: AbstractBaseUser) -> Collection[int]:
        """Return the people (primary keys) as whose deputy a user acts today."""

    def waiting_for(self, user: AbstractBaseUser, right: str) -> QuerySet:
        """Return the pages on which the user holds a right; for task lists, in constant queries."""

    def keepers(self, rights: Iterable[str], page: Page) -> QuerySet:
        """Return the active users whose role for the very place of the page is made for it.

        Whoever holds the rights only everywhere, or by a role that inherits them, keeps no page in
        particular.
        """

    def kept_by(self, user: AbstractBaseUser, rights: Iterable[str]) -> QuerySet:
        """Return the pages that a user keeps: the same answer for one person and all pages."""

    def superiors_of(self, right: str, page: Page) -> QuerySet:
        """Return the active users with a role that inherits from one with the right: those for the
        very place of the page, or where there are none, those everywhere."""


_registered: list[Authority] = []

_rights_of_actions: dict[str, tuple[str, ...]] = {}


def register_authority(authority: Authority) -> None:
    """Make `authority` the one that is asked; the last registration wins."""
    _registered[:] = [authority]


def authority() -> Authority:
    """Return the registered authority.

    Raises:
        LookupError: no app registered one, which is a programming error.
    """
    if not _registered:
        raise LookupError("No authority is registered; see workflows.rights.register_authority.")
    return _registered[0]


def register_rights_of_actions(rights: Mapping[str, tuple[str, ...]]) -> None:
    """Say which right an action in Wagtail's history of a page needs; one of several will do.

    Without a word, an action needs the right to edit the page.
    """
    _rights_of_actions.update(rights)


def rights_of_action(action: str) -> tuple[str, ...]:
    """Return the rights of which one leads to an action; none where nobody said so."""
    return _rights_of_actions.get(action, ())
