"""Assignments that come from groups in the directory; those given by hand are never touched."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from workflows.people import name_of

from ...models import AuditEntry, DirectoryGroup, RoleAssignment
from ..audit import record
from .entries import Entry


def gives_a_role(entry: Entry) -> bool:
    """Return whether one of a person's groups gives a role."""
    return DirectoryGroup.objects.filter(dn_key__in=entry.groups).exists()


@transaction.atomic
def follow_groups(user: Any, entry: Entry) -> bool:
    """Give what a person's groups give, take what they do not give any more.

    Returns whether anything changed.
    """
    wanted = {
        row.pk: row
        for row in DirectoryGroup.objects.filter(dn_key__in=entry.groups).select_related(
            "role", "service_group"
        )
    }
    held = {
        assignment.source_id: assignment
        for assignment in RoleAssignment.objects.filter(
            user=user, source__isnull=False
        ).select_related("role", "service_group", "source")
    }
    gone = [assignment for source, assignment in held.items() if source not in wanted]
    new = [row for source, row in wanted.items() if source not in held]
    for assignment in gone:
        assignment.delete()
        _record(AuditEntry.Event.ROLE_TAKEN, user, assignment, assignment.source)
    for row in new:
        assignment = RoleAssignment.objects.create(
            user=user, role=row.role, service_group=row.service_group, source=row
        )
        _record(AuditEntry.Event.ROLE_GIVEN, user, assignment, row)
        log(assignment, "wagtail.create")
    return bool(gone or new)


def _record(event: AuditEntry.Event, user: Any, assignment: RoleAssignment, source: Any) -> None:
    place = assignment.service_group
    record(
        event,
        by=None,
        about=name_of(user),
        detail={
            "role": assignment.role.key,
            "service_group": place.key if place else None,
            "directory_group": source.dn,
        },
    )
