"""Takes failed mails up again, and deletes them; each is a line of the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from post_office.models import STATUS

from workflows.notifications.queue import discard, try_again
from workflows.people import User

from ..models import AuditEntry
from .audit import record

if TYPE_CHECKING:
    from django.db.models import QuerySet


def send_again(mails: QuerySet[Any], *, by: User) -> int:
    """Put the failed ones of these mails back into the queue; return how many."""
    return _do(try_again, mails, AuditEntry.Event.MAIL_SENT_AGAIN, by)


def delete_mails(mails: QuerySet[Any], *, by: User) -> int:
    """Delete the failed ones of these mails, which never arrive then; return how many."""
    return _do(discard, mails, AuditEntry.Event.MAIL_DELETED, by)


@transaction.atomic
def _do(
    act: Callable[[QuerySet[Any]], int], mails: QuerySet[Any], event: AuditEntry.Event, by: User
) -> int:
    """Act on the failed ones, and say to whom they were written and about what."""
    failed = list(mails.filter(status=STATUS.failed).select_for_update())
    if not failed:
        return 0
    count = act(mails.filter(pk__in=[mail.pk for mail in failed]))
    detail: dict[str, Any] = {"count": count}
    if len(failed) == 1:
        detail["subject"] = failed[0].subject
    people = sorted({address for mail in failed for address in mail.to})
    record(event, by=by, about=", ".join(people), detail=detail)
    return count
