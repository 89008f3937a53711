"""Writes down when somebody begins and ceases to see SecDoc as another person does."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workflows.errors import RightMissing
from workflows.people import User, name_of

from ..access.seeing import SEE_AS, may_see_as
from ..models import AuditEntry
from .audit import record

BY_HAND, SIGNED_OUT, TIME_OVER, RIGHT_GONE = "ended", "signed_out", "time_over", "right_gone"
"""Why it ended, as the audit log keeps it."""

READ_ONLY, PRIVATE = "read_only", "private"
"""Why something is refused meanwhile, as the audit log keeps it."""


def start_seeing(person: User, *, reason: str, by: User) -> None:
    """Begin to see as a person.

    Raises:
        RightMissing: she may not see as this person.
    """
    if not may_see_as(by, person):
        raise RightMissing(_("You may not see SecDoc as this person."), by=by, right=SEE_AS)
    detail = {"reason": reason, "person": person.pk}
    record(AuditEntry.Event.SEE_AS_STARTED, by=by, about=name_of(person), detail=detail)


def end_seeing(person: User | None, *, why: str, by: User) -> None:
    """Cease to see as a person; None is somebody whose account is gone."""
    about = name_of(person) if person is not None else ""
    detail = {"why": why, "person": person.pk if person is not None else None}
    record(AuditEntry.Event.SEE_AS_ENDED, by=by, about=about, detail=detail)
