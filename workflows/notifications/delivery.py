"""How notices leave the house: after the transaction, and never at its expense.

What delivers is named in `settings.NOTIFICATION_DELIVERY`, a function that takes notices; another
channel takes the place of `by_mail` there. Mails go into a queue, see `queue`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.module_loading import import_string

from ..records import WaitingNotice
from .messages import Notice

logger = logging.getLogger(__name__)

DEFAULT = "workflows.notifications.delivery.by_mail"


def deliver_later(write: Callable[[], Sequence[Notice]]) -> None:
    """Write and deliver notices once the transaction is committed; nothing if it is undone.

    Whatever goes wrong then is logged: what was submitted stays submitted.
    """
    transaction.on_commit(lambda: deliver(write()), robust=True)


def deliver(notices: Sequence[Notice]) -> None:
    """Keep what waits for a daily mail, and hand the rest to whatever the settings name."""
    WaitingNotice.objects.bulk_create(
        WaitingNotice(person_id=notice.person, subject=notice.subject_of_choice, text=notice.text)
        for notice in notices
        if notice.waits and notice.person
    )
    if at_once := [notice for notice in notices if not notice.waits]:
        import_string(getattr(settings, "NOTIFICATION_DELIVERY", DEFAULT))(at_once)


def by_mail(notices: Sequence[Notice]) -> None:
    """Put each notice into the queue as a mail of its own; log an address that cannot be one."""
    for notice in notices:
        try:
            mail_of(notice.recipient, notice.subject, notice.body).send()
        except ValidationError:
            logger.exception(
                "The notice “%s” could not be written to %s.", notice.subject, notice.recipient
            )


def mail_of(recipient: str, subject: str, body: str) -> EmailMessage:
    """Return a mail that says that no person wrote it."""
    return EmailMessage(subject, body, to=[recipient], headers={"Auto-Submitted": "auto-generated"})
