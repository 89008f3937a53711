"""`manage.py forget_failures`: forget failed attempts to sign in that lock nobody any more."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand

from ...access.lock import recent_failures


class Command(PlainCommand):
    """Trims the table of failed attempts; the audit log keeps what is worth keeping."""

    help = (
        "Forget failed attempts to sign in that are too old to count. Run it once a day; what is "
        "locked now stays locked."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget them and print how many there were."""
        old = AccessAttempt.objects.exclude(pk__in=recent_failures().values("pk"))
        count, _of_which = old.delete()
        self.stdout.write(
            ngettext(
                "%(count)d failed attempt was forgotten.",
                "%(count)d failed attempts were forgotten.",
                count,
            )
            % {"count": count}
        )
