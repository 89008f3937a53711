"""The state of a page's working version.

The state is never a field of the page: publishing an old revision would write an old state back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from ..states import Move, State, row

STATE_LABELS = {
    State.DRAFT: _("draft"),
    State.IN_REVIEW: _("in review"),
    State.APPROVED: _("released"),
    # Services are retired too, which is another word in German.
    State.RETIRED: pgettext_lazy("state of a page", "retired"),
}


def _by_the_table(method: Callable[[Any], None]) -> Any:
    """Make a method the transition of its name, with source and target from the table of states."""
    line = row(Move(method.__name__))
    return transition(field="state", source=list(line.sources), target=line.target)(method)


class Lifecycle(ConcurrentTransitionMixin, models.Model):
    """One row for each page with a state; created with the page.

    Only `workflows.actions` calls the transitions: they decide nothing but source and target.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="lifecycle",
        verbose_name=_("page"),
    )
    state = FSMField(
        _("state"),
        default=State.DRAFT,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        protected=True,
        editable=False,
    )
    released = models.ForeignKey(
        "workflows.Release",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("release in force"),
    )
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("lifecycle")
        verbose_name_plural = _("lifecycles")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"

    @property
    def in_state(self) -> State:
        """The state as a member of the enumeration; the database gives plain text."""
        return State(self.state)

    def make(self, move: Move) -> None:
        """Change the state as the table of transitions says, and save.

        Raises:
            TransitionNotAllowed: the table knows no such move from the present state.
            ConcurrentTransition: somebody else moved the row since it was read.
        """
        getattr(self, move.value)()
        self.save()

    @_by_the_table
    def submit(self) -> None:
        """Hand the draft in for review."""

    @_by_the_table
    def withdraw(self) -> None:
        """Take it back before the decision."""

    @_by_the_table
    def request_changes(self) -> None:
        """Send it back with a comment."""

    @_by_the_table
    def approve(self) -> None:
        """Release it."""

    @_by_the_table
    def start_version(self) -> None:
        """Open a draft beside the release in force."""

    @_by_the_table
    def abandon_version(self) -> None:
        """Give the draft up for the release in force."""

    @_by_the_table
    def confirm_unchanged(self) -> None:
        """State that the release in force still holds."""

    @_by_the_table
    def retire(self) -> None:
        """Take it out of service."""

    @_by_the_table
    def reactivate(self) -> None:
        """Begin again with a draft."""
