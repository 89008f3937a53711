"""`manage.py sync_ldap`: bring the accounts from the directory in step with it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.directory.entries import DirectoryDown
from ...actions.directory.sync import TooManyLeavers, synchronise
from ...directory.config import is_configured
from ...directory.door import people_with
from ...models import DirectoryAccount


class Command(PlainCommand):
    """Updates, activates and deactivates accounts; all of it or nothing."""

    help = (
        "Update names, mail addresses and roles of people from the directory, deactivate who has "
        "left, and activate who has returned. Changes nothing where the directory is down or "
        "seems to have lost people."
    )
    examples = ("", "--dry-run")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--force", action="store_true", help="believe the directory, however many have left"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Synchronise and say what changed in one line."""
        if not is_configured():
            raise CommandError(_("There is no directory: LDAP_URL is empty."))
        known = DirectoryAccount.objects.values_list("unique_id", flat=True)
        try:
            counts = synchronise(
                people_with(known),
                most_percent=settings.LDAP_MAX_LEAVERS_PERCENT,
                force=options["force"],
                dry_run=options["dry_run"],
            )
        except DirectoryDown as error:
            raise CommandError(
                _("The directory cannot be reached (%(reason)s); nothing has changed.")
                % {"reason": error.reason}
            ) from error
        except TooManyLeavers as error:
            raise CommandError(
                _(
                    "%(leavers)d of %(known)d people would be deactivated, more than "
                    "LDAP_MAX_LEAVERS_PERCENT allows; nothing has changed. If they have really "
                    "left, run it with --force."
                )
                % {"leavers": error.leavers, "known": error.known}
            ) from error
        sentence = (
            _(
                "Dry run, nothing has changed: %(seen)d people found, %(changed)d to change, "
                "%(activated)d of them to activate, %(deactivated)d to deactivate."
            )
            if options["dry_run"]
            else _(
                "%(seen)d people found, %(changed)d changed, %(activated)d of them activated, "
                "%(deactivated)d deactivated."
            )
        )
        self.stdout.write(sentence % dict(counts))
