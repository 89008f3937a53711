"""Keeps what is known about open sessions, and ends them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from workflows.people import name_of

from ..access.accounts import may_look_after
from ..models import AuditEntry, OpenSession
from ..models.open_session import LONGEST_AGENT
from .audit import record

WRITTEN_EVERY = timedelta(minutes=5)
SIGNED_IN_AT = "signed_in_at"
"""Where a session remembers its beginning: a change of the password gives it another key."""


def begin_session(session: Any) -> None:
    """Let a session remember when the person signed in."""
    session[SIGNED_IN_AT] = timezone.now().isoformat()


def note_use(session: Any, *, by: Any, user_agent: str, address: str | None) -> None:
    """Note that a session is in use; twice within five minutes changes nothing."""
    now = timezone.now()
    mine = OpenSession.objects.filter(session_id=session.session_key)
    seen = mine.values_list("last_used_at", "address").first()
    if seen is None:
        _add(session, by, user_agent, address)
    elif seen[0] < now - WRITTEN_EVERY or seen[1] != address:
        mine.update(last_used_at=now, address=address)


def _add(session: Any, by: Any, user_agent: str, address: str | None) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            # Wherever a session began, also before there was this list, its row is made now.
            OpenSession.objects.get_or_create(
                session_id=session.session_key,
                defaults={
                    "user": by,
                    "user_agent": user_agent[:LONGEST_AGENT],
                    "address": address,
                    "signed_in_at": parse_datetime(session.get(SIGNED_IN_AT, "")) or now,
                    "last_used_at": now,
                },
            )
    except IntegrityError:
        pass  # the session was ended this moment; the next request finds that out


def end_session(pk: int, *, of: Any, by: Any) -> bool:
    """End one session of a person at once; return whether there was one.

    Raises:
        PermissionDenied: `by` may not administer this person.
    """
    return _end(OpenSession.objects.filter(pk=pk), of, by) > 0


def end_sessions(*, of: Any, by: Any, but: str | None = None) -> int:
    """End all sessions of a person at once, but for the one with this key; return how many.

    `by` None is the system, as in `record`.

    Raises:
        PermissionDenied: `by` may not administer this person.
    """
    return _end(OpenSession.objects.exclude(session_id=but), of, by)


@transaction.atomic
def _end(sessions: Any, of: Any, by: Any) -> int:
    if by is not None and by != of and not may_look_after(by, of):
        raise PermissionDenied
    keys = list(sessions.filter(user=of).values_list("session_id", flat=True))
    if keys:
        Session.objects.filter(pk__in=keys).delete()
        record(
            AuditEntry.Event.SESSION_ENDED,
            by=by,
            about=name_of(of),
            detail={"sessions": len(keys)},
        )
    return len(keys)
