"""`manage.py who_can RIGHT [SERVICE_KEY]`: list who holds a right."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model

from workflows.management.plain import PlainCommand

from ...access.authority import holders
from ...models import ServiceGroupPage
from ..questions import question_about


class Command(PlainCommand):
    """Prints the user names of active people, superusers included, and nothing else."""

    help = (
        "List the user names of those who hold a right, one a line. Without a service it lists "
        "those who hold it for any service group."
    )
    examples = ("concept.release dns", "role.create")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the right and the service."""
        parser.add_argument("right", metavar="RIGHT", help="such as concept.edit")
        parser.add_argument(
            "service", metavar="SERVICE_KEY", nargs="?", default="", help="key of the service"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one user name a line, in the order of the alphabet."""
        question = question_about(options["right"], options["service"])
        pk = question.group
        group = None if pk is None else ServiceGroupPage.objects.get(pk=pk)
        column = get_user_model().USERNAME_FIELD
        people = holders([question.right.code], group)
        for name in people.order_by(column).values_list(column, flat=True):
            self.stdout.write(name)
