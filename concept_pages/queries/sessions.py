"""The open sessions of a person, as she and her administrators are told about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ..models import OpenSession
from .user_agents import browser_of, system_of


@dataclass(frozen=True)
class SessionLine:
    """One open session; `browser` and `system` are empty where nobody knows them."""

    pk: int
    browser: str
    system: str
    address: str | None
    signed_in_at: datetime
    last_used_at: datetime
    is_this: bool


def sessions_of(user: Any, *, this: str | None = None) -> list[SessionLine]:
    """Return the sessions with which a person is signed in, in one query.

    `this` is the key of the session that asks; it comes first. One that was ended by a change of
    the password is left out, though its row waits for the nightly job.
    """
    rows = OpenSession.objects.filter(user=user, session__expire_date__gt=timezone.now())
    lines = [
        SessionLine(
            pk=row.pk,
            browser=browser_of(row.user_agent),
            system=system_of(row.user_agent),
            address=row.address,
            signed_in_at=row.signed_in_at,
            last_used_at=row.last_used_at,
            is_this=row.session_id == this,
        )
        for row in rows.select_related("session")
        if _still_counts(row, user)
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def _still_counts(row: OpenSession, user: Any) -> bool:
    stored = str(row.session.get_decoded().get(HASH_SESSION_KEY, ""))
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(stored, one) for one in hashes)
