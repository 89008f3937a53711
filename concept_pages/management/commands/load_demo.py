"""`manage.py load_demo`: load the demo, or what is missing of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...demo.load import DemoRefused, load_demo
from ...demo.people import PASSWORD


class Command(BaseCommand):
    """Loads services, people, a template and concepts in every state."""

    help = "Load the demo: services, people, a released template, and concepts in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demo and say what was added."""
        try:
            loaded = load_demo()
        except DemoRefused as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(
            _(
                "Demo loaded: %(services)d services, %(people)d people, %(templates)d templates "
                "and %(concepts)d concepts added. Everybody's password is %(password)s."
            )
            % {
                "services": loaded.services,
                "people": loaded.people,
                "templates": loaded.templates,
                "concepts": loaded.concepts,
                "password": PASSWORD,
            }
        )
