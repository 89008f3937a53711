"""Refuses what would leave nobody who can give rights back. Whoever takes rights goes through it.

NobodyLeft    nothing was done; the text is a translated sentence
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from ..access.last_way import way_back
from ..models import Role, RoleAssignment


class NobodyLeft(Exception):
    """Afterwards nobody could give rights back."""

    def __init__(self) -> None:
        self.sentence = _(
            "Afterwards nobody could create roles and give administrative ones any more, today or"
            " when a role ends. First give somebody else such a role everywhere, without an end"
            " date."
        )
        super().__init__(self.sentence)


def is_last_way_back(assignment: RoleAssignment) -> bool:
    """Return whether taking an assignment would leave nobody, for pages that ask before."""
    return way_back(without=assignment.pk) < way_back()


@contextmanager
def keeping_a_way_back() -> Iterator[None]:
    """Do what is inside in one transaction, and undo it where it takes the last way to rights.

    Raises:
        NobodyLeft: it does; nothing has changed.
    """
    with transaction.atomic():
        # Two who take rights at once do it one after the other, so that both see the outcome.
        list(Role.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        before = way_back()
        yield
        if way_back() < before:
            raise NobodyLeft
