"""`manage.py send_mail_queue`: send the mails that wait; for a timer that comes by every minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand
from workflows.notifications.digest import write_digests
from workflows.notifications.queue import forget_old, send_due

FAILED = 2
"""The exit status where a mail was given up."""


class Command(PlainCommand):
    """Writes the digests of the day, sends what is due and deletes what was sent long ago."""

    help = (
        "Send the mails that wait in the queue. What cannot be sent is tried again for three days; "
        "exit status 2 if a mail is given up after that."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line; complain about mails that are given up."""
        digests = write_digests()
        report = send_due()
        deleted = forget_old()
        self.stdout.write(
            _(
                "Mails: %(sent)d sent, %(put_off)d put off, %(failed)d failed; "
                "%(digests)d digests written, %(deleted)d old mails deleted."
            )
            % {
                "sent": report.sent,
                "put_off": report.put_off,
                "failed": report.failed,
                "digests": digests,
                "deleted": deleted,
            }
        )
        if report.failed:
            raise CommandError(
                ngettext(
                    "%(count)d mail was given up; the administration lists it under “Mails”.",
                    "%(count)d mails were given up; the administration lists them under “Mails”.",
                    report.failed,
                )
                % {"count": report.failed},
                returncode=FAILED,
            )
