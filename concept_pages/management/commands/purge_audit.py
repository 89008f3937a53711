"""`manage.py purge_audit`: delete what the audit log has kept long enough."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand

from ...actions.purge_audit import purge_audit


class Command(PlainCommand):
    """Keeps the audit log as long as AUDIT_KEEP_DAYS says."""

    help = "Delete the entries of the audit log that are older than AUDIT_KEEP_DAYS."
    examples = ("", "--dry-run")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to count only."""
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many."""
        days = settings.AUDIT_KEEP_DAYS
        if not days:
            self.stdout.write(_("AUDIT_KEEP_DAYS is 0: the audit log is kept for ever."))
            return
        purge = purge_audit(keep_days=days, by=None, dry_run=options["dry_run"])
        if options["dry_run"]:
            said = ngettext(
                "%(count)d entry from before %(day)s would be deleted.",
                "%(count)d entries from before %(day)s would be deleted.",
                purge.count,
            )
        else:
            said = ngettext(
                "%(count)d entry from before %(day)s deleted.",
                "%(count)d entries from before %(day)s deleted.",
                purge.count,
            )
        day = date_format(localtime(purge.before), "SHORT_DATE_FORMAT")
        self.stdout.write(said % {"count": purge.count, "day": day})
