"""`manage.py raise_reviews`: remind of reviews and demand those of today; for a nightly timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand
from workflows.notifications.reviews import (
    ON_THE_DAY,
    due_today,
    raise_reviews,
    with_pages,
)


class Command(PlainCommand):
    """Reminds 30, 7 and 1 days before a review, on the day and then every week."""

    help = (
        "Remind people of reviews 30, 7 and 1 days before the date, demand the review on the day, "
        "and remind every week until it is done. May be repeated: nobody is told twice."
    )
    examples = ("", "--dry-run")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to write anything."""
        parser.add_argument("--dry-run", action="store_true", help="only list what is due")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        """Say how many pages people are reminded of; on trial also which, with their dates."""
        if dry_run:
            self._list()
            return
        report = raise_reviews()
        self.stdout.write(
            _("Reviews: %(reminded)s, %(raised)s.")
            % {
                "reminded": ngettext(
                    "%(count)d page reminded of", "%(count)d pages reminded of", report.reminded
                )
                % {"count": report.reminded},
                "raised": ngettext(
                    "%(count)d demand raised", "%(count)d demands raised", report.raised
                )
                % {"count": report.raised},
            }
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

    def _list(self) -> None:
        found = due_today(timezone.localdate())
        near = sum(one.stage > ON_THE_DAY for one in found)
        due = len(found) - near
        self.stdout.write(
            _("Nothing was written. Reviews: %(near)s, %(due)s.")
            % {
                "near": ngettext("%(count)d is near", "%(count)d are near", near) % {"count": near},
                "due": ngettext("%(count)d is due or overdue", "%(count)d are due or overdue", due)
                % {"count": due},
            }
        )
        for one, page in with_pages(found):
            self.stdout.write(f"{date_format(one.due_on)}  {page.get_admin_display_title()}")
