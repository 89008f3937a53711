"""The queue of mails: who may send the next one, and what becomes of it.

django-post-office keeps the mails; here they are sent. A sender first claims a mail with one
conditional update, which both databases let succeed only once: two senders share the work and never
send the same mail. A claim ends by itself, so a sender that died leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from .carrier import Carrier

if TYPE_CHECKING:
    from django.db.models import QuerySet

CLAIM = timedelta(minutes=15)
"""How long a mail belongs to the sender that took it; sending one takes a minute at the most."""

FIRST_WAITS = (1, 5, 15, 30)
"""Minutes before the first further attempts; later ones follow every hour."""

ATTEMPTS = len(FIRST_WAITS) + 72
"""So many attempts make three days; then a mail counts as failed."""

WAITING = (STATUS.queued, STATUS.requeued)


@dataclass
class Report:
    """What became of the mails that were due."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0


def send_due() -> Report:
    """Send every mail that is due; what cannot be sent is tried again later, or has failed."""
    report = Report()
    with Carrier() as carrier:
        for mail in _claimed():
            error = carrier.carry(mail)
            if error is None:
                _note_sent(mail)
                report.sent += 1
            elif _note_error(mail, error):
                report.failed += 1
            else:
                report.put_off += 1
    return report


def send_at_once(**kwargs: Any) -> None:
    """Send what was just queued once it is committed, where mails are files; see `MAIL_AT_ONCE`."""
    if settings.MAIL_AT_ONCE:
        transaction.on_commit(send_due, robust=True)


def try_again(mails: QuerySet[Any]) -> int:
    """Put failed mails back into the queue with all their attempts; return how many."""
    return mails.filter(status=STATUS.failed).update(
        status=STATUS.queued, number_of_retries=0, scheduled_time=None, last_updated=timezone.now()
    )


def discard(mails: QuerySet[Any]) -> int:
    """Delete failed mails that need not arrive any more; return how many."""
    failed = mails.filter(status=STATUS.failed)
    return failed.delete()[1].get("post_office.Email", 0)


def forget_old() -> int:
    """Delete mails that were sent more than `MAIL_KEEP_DAYS` ago; return how many."""
    before = timezone.now() - timedelta(days=settings.MAIL_KEEP_DAYS)
    old = Email.objects.filter(status=STATUS.sent, last_updated__lt=before)
    return old.delete()[1].get("post_office.Email", 0)


def mails() -> QuerySet[Any]:
    """Return every mail of the queue without what it says, the newest first."""
    return Email.objects.defer("message", "html_message").order_by("-created", "-pk")


def _due(now: datetime) -> Q:
    return Q(status__in=WAITING) & (Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now))


def _claimed() -> Iterator[Any]:
    """Yield the mails that are due, one after the other, each claimed for this sender."""
    while True:
        now = timezone.now()
        due = Email.objects.filter(_due(now))
        key = due.order_by("-priority", "created", "pk").values_list("pk", flat=True).first()
        if key is None:
            return
        taken = Email.objects.filter(_due(now), pk=key).update(
            status=STATUS.requeued, scheduled_time=now + CLAIM
        )
        if taken:
            yield Email.objects.get(pk=key)


def _note_sent(mail: Any) -> None:
    """Note that a mail arrived at the server, and forget what it said: it may hold a secret."""
    with _noting(mail):
        Email.objects.filter(pk=mail.pk).update(
            status=STATUS.sent, scheduled_time=None, message="", html_message="",
            last_updated=timezone.now(),
        )  # fmt: skip


def _note_error(mail: Any, error: Exception) -> bool:
    """Note why a mail was not sent, and when it is tried again; return whether it has failed."""
    attempts = (mail.number_of_retries or 0) + 1
    has_failed = attempts > ATTEMPTS
    now = timezone.now()
    with _noting(mail):
        Email.objects.filter(pk=mail.pk).update(
            status=STATUS.failed if has_failed else STATUS.requeued,
            number_of_retries=attempts,
            scheduled_time=None if has_failed else now + wait_after(attempts),
            last_updated=now,
        )
        Log.objects.create(
            email=mail,
            status=STATUS.failed,
            exception_type=type(error).__name__,
            message=str(error),
        )
    return has_failed


def wait_after(attempts: int) -> timedelta:
    """Return how long a mail waits after so many attempts."""
    is_early = attempts <= len(FIRST_WAITS)
    return timedelta(minutes=FIRST_WAITS[attempts - 1] if is_early else 60)


@contextmanager
def _noting(mail: Any) -> Iterator[None]:
    """Replace what was noted about the attempt before, together with the new state."""
    with transaction.atomic():
        Log.objects.filter(email=mail).delete()
        yield
