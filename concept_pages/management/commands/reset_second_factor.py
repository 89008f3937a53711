"""`manage.py reset_second_factor USER`: remove a lost second factor where nobody else can."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.second_factor import reset
from ..people import known_person


class Command(PlainCommand):
    """Removes the second factor of one person, with her recovery codes."""

    help = (
        "Remove the second factor of a person who has lost telephone and recovery codes; in "
        "emergencies, as administrators do it in the admin. Her password stays as it is."
    )
    examples = ("operator-network",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person."""
        parser.add_argument("user", metavar="USER", help="user name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove it, or say that there is none.

        Raises:
            CommandError: nobody is called like this, or she has no second factor.
        """
        person = known_person(options["user"])
        named = {"name": person.get_username()}
        if not reset(person, by=None):
            raise CommandError(_("“%(name)s” has no second factor.") % named)
        self.stdout.write(
            _("The second factor of “%(name)s” was removed; her password alone signs in now.")
            % named
        )
