"""Checks the invariants of lifecycles and the hash chains of releases."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.integrity import breaches
from workflows.management.plain import PlainCommand
from workflows.records import Lifecycle, Release


class Command(PlainCommand):
    """Lists what contradicts itself; exit status 1 if anything does."""

    help = (
        "Check that states, releases and what is published agree, and that no record was changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line where all is well, otherwise one line for each breach."""
        found = 0
        for breach in breaches():
            found += 1
            self.stderr.write(str(breach))
        if found:
            raise CommandError(
                ngettext("%(count)d rule is broken.", "%(count)d rules are broken.", found)
                % {"count": found}
            )
        self.stdout.write(
            _("All is well: %(pages)d pages, %(releases)d releases.")
            % {"pages": Lifecycle.objects.count(), "releases": Release.objects.count()}
        )
