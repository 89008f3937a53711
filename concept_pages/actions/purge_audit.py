"""Deletes what the audit log has kept long enough: the one way out of it, and itself a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from workflows.people import User

from ..models import AuditEntry
from .audit import record


@dataclass(frozen=True)
class Purge:
    """How many lines were deleted, or would be, and how old the newest of them can be."""

    count: int
    before: datetime


def purge_audit(*, keep_days: int, by: User | None, dry_run: bool = False) -> Purge:
    """Delete the lines that are older than so many days; with `dry_run`, only count them.

    Moves of pages have a log of their own, which is kept as long as the releases that it explains.
    """
    before = timezone.now() - timedelta(days=keep_days)
    old = AuditEntry.objects.filter(at__lt=before)
    if dry_run:
        return Purge(old.count(), before)
    with transaction.atomic():
        # Every other way to delete is closed in `AppendOnlyQuerySet`; nothing refers to these rows.
        count = old._raw_delete(old.db)
        if count:
            detail = {"count": count, "older_than": before.isoformat(timespec="seconds")}
            record(AuditEntry.Event.AUDIT_PURGED, by=by, detail=detail)
    return Purge(count, before)
