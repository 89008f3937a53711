"""How notices leave the house: after the transaction, and never at its expense.

What delivers is named in `settings.NOTIFICATION_DELIVERY`, a function that takes notices; a queue
or another channel takes the place of `by_mail` there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.module_loading import import_string

from .messages import Notice

logger = logging.getLogger(__name__)

DEFAULT = "workflows.notifications.delivery.by_mail"


def deliver_later(write: Callable[[], Sequence[Notice]]) -> None:
    """Write and deliver notices once the transaction is committed; nothing if it is undone.

    Whatever goes wrong then is logged: what was submitted stays submitted.
    """
    transaction.on_commit(lambda: deliver(write()), robust=True)


def deliver(notices: Sequence[Notice]) -> None:
    """Hand notices to whatever the settings name."""
    if notices:
        import_string(getattr(settings, "NOTIFICATION_DELIVERY", DEFAULT))(notices)


def by_mail(notices: Sequence[Notice]) -> None:
    """Send each notice as a mail of its own; log what could not be sent."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        logger.exception(
            "The mail server cannot be reached; %d notices were not sent.", len(notices)
        )
        return
    try:
        for notice in notices:
            _send(notice, connection)
    finally:
        connection.close()


def _send(notice: Notice, connection: BaseEmailBackend) -> None:
    mail = EmailMessage(
        notice.subject,
        notice.body,
        to=[notice.recipient],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (OSError, SMTPException):
        logger.exception(
            "The notice “%s” could not be sent to %s.", notice.subject, notice.recipient
        )
