"""`manage.py raise_reviews`: remind of reviews and demand those of today; for a nightly timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand
from workflows.notifications.reviews import ON_THE_DAY, due_today, raise_reviews


class Command(PlainCommand):
    """Reminds 30, 7 and 1 days before a review, on the day and then every week."""

    help = (
        "Remind people of reviews 30, 7 and 1 days before the date, demand the review on the day, "
        "and remind every week until it is done. May be repeated: nobody is told twice."
    )
    examples = ("", "--dry-run")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to write anything."""
        parser.add_argument("--dry-run", action="store_true", help="only count what is due")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        """Print one line."""
        if dry_run:
            self._count()
            return
        report = raise_reviews()
        self.stdout.write(
            _("Reviews: %(pages)d pages reminded of, %(raised)d demands raised.")
            % {"pages": report.reminded, "raised": report.raised}
        )
        if report.broken:
            raise CommandError(
                ngettext(
                    "%(count)d page failed; the log says why. It is tried again next time.",
                    "%(count)d pages failed; the log says why. They are tried again next time.",
                    report.broken,
                )
                % {"count": report.broken}
            )

    def _count(self) -> None:
        due = due_today(timezone.localdate())
        near = sum(one.stage > ON_THE_DAY for one in due)
        self.stdout.write(
            _("Nothing was written. Reviews: %(near)d are near, %(due)d are due or overdue.")
            % {"near": near, "due": len(due) - near}
        )
