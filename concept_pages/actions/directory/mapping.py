"""Says which group in the directory gives which role where. Forms ask first who may say so."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ...models import AuditEntry, DirectoryGroup
from ..assignments import refuse_without_right
from ..audit import record


@transaction.atomic
def save_mapping(row: DirectoryGroup, *, by: Any) -> DirectoryGroup:
    """Save a row. What it gave before follows: another role or place at once, another group later.

    Raises:
        NotYoursToGive: the role is not hers to give there, before or after.
    """
    before = DirectoryGroup.objects.filter(pk=row.pk).first() if row.pk else None
    for one in (before, row):
        if one is not None:
            refuse_without_right(one.role, one.service_group, by)
    row.save()
    if before is not None and before.dn_key != row.dn_key:
        row.assignments.all().delete()
    else:
        row.assignments.update(role=row.role, service_group=row.service_group)
    _record(row, by, "changed" if before else "added")
    return row


@transaction.atomic
def delete_mapping(row: DirectoryGroup, *, by: Any) -> None:
    """Delete a row, and with it every assignment that came from it; one that is gone stays gone.

    Raises:
        NotYoursToGive: the role is not hers to take there.
    """
    refuse_without_right(row.role, row.service_group, by)
    if not DirectoryGroup.objects.select_for_update().filter(pk=row.pk).exists():
        return
    _record(row, by, "deleted", taken=row.assignments.count())
    row.delete()


def _record(row: DirectoryGroup, by: Any, change: str, **more: Any) -> None:
    place = row.service_group
    record(
        AuditEntry.Event.DIRECTORY_MAPPED,
        by=by,
        about=row.dn,
        detail={
            "change": change,
            "role": row.role.key,
            "service_group": place.key if place else None,
            **more,
        },
    )
