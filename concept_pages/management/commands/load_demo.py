"""`manage.py load_demo`: load the demo, or what is missing of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.errors import NotPossible
from workflows.management.plain import PlainCommand

from ...actions.catalogue import CatalogueError
from ...actions.import_concept import ConceptDataRefused
from ...actions.import_template import TemplateRefused
from ...demo.load import DemoRefused, load_demo
from ...demo.people import PASSWORD, PEOPLE
from ...models import Role, ServiceGroupPage
from ..files import sentences_of


class Command(PlainCommand):
    """Loads services, people, templates and concepts in every state."""

    help = "Load the demo: services, people, released templates, and concepts in every state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to list the accounts."""
        parser.add_argument(
            "--accounts", action="store_true", help="list who may log in, and where"
        )

    def handle(self, *args: Any, accounts: bool = False, **options: Any) -> None:
        """Load the demo and say what was added."""
        try:
            loaded = load_demo()
        except (DemoRefused, ConceptDataRefused, NotPossible) as error:
            raise CommandError(error.sentence) from error
        except (CatalogueError, TemplateRefused) as error:
            raise CommandError("\n".join(sentences_of(error.problems))) from error
        self.stdout.write(
            _(
                "Demo loaded: services %(services)d, people %(people)d, templates %(templates)d, "
                "concepts %(concepts)d. Everybody's password is %(password)s."
            )
            % {
                "services": loaded.services,
                "people": loaded.people,
                "templates": loaded.templates,
                "concepts": loaded.concepts,
                "password": PASSWORD,
            }
        )
        if accounts:
            self.stdout.write("\n".join(["", *_accounts(), ""]))


def _accounts() -> Iterator[str]:
    """Yield the lines of a small table: where to log in, and as whom."""
    roles = {role.key: str(role) for role in Role.objects.all()}
    groups = {group.key: group.display_title() for group in ServiceGroupPage.objects.all()}
    rows = [
        (
            person.account,
            roles.get(person.role, person.role),
            ", ".join(groups.get(place, place) for place in person.places) or _("everywhere"),
        )
        for person in PEOPLE
        if person.active
    ]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield f"  {settings.WAGTAILADMIN_BASE_URL}/  –  " + _("password") + f": {PASSWORD}"
    yield ""
    for row in rows:
        yield "  " + "  ".join(cell.ljust(n) for cell, n in zip(row, wide, strict=True)).rstrip()
