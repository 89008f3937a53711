"""`manage.py explain_access USER RIGHT [SERVICE_KEY]`: say whether and why somebody may."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...access.claims import around, claimant_of
from ...access.explaining import explain
from ...access.roles import effective_roles
from ...access.sentences import heading_of, names, sentences_of
from ...editor.hindrances import hindrances_on
from ..people import known_person
from ..questions import question_about
from ..services import known_service

DENIED = 2
"""How it ends where the answer is no; 1 is a question that makes no sense."""


class Command(PlainCommand):
    """Prints the decision that every door makes, with its reasons."""

    help = (
        "Say whether a person holds a right, and why or why not. Without a service it asks about "
        "any service group. Ends with status 0 for yes and with status 2 for no."
    )
    examples = ("operator-network concept.edit dns", "isb concept.review")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person, the right, and the service."""
        parser.add_argument("user", metavar="USER", help="user name")
        parser.add_argument("right", metavar="RIGHT", help="such as concept.edit")
        parser.add_argument(
            "service", metavar="SERVICE_KEY", nargs="?", default="", help="key of the service"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print "allowed" or "denied" (in no other language, for scripts), then the reasons."""
        person = known_person(options["user"])
        question = question_about(options["right"], options["service"])
        roles, called = effective_roles(), names()
        asked = claimant_of(person, roles)
        explanation = explain(asked, question)
        others = (
            []
            if explanation.allowed
            else around(asked, question.group, roles, anywhere=question.anywhere)
        )
        self.stdout.write("allowed" if explanation.allowed else "denied")
        self.stdout.write(heading_of(explanation, called))
        for sentence in sentences_of(explanation, called, roles, others):
            self.stdout.write(f"- {sentence}")
        for sentence in self._hindrances(person, options) if explanation.allowed else ():
            self.stdout.write(_("But not as the concept stands now: %(why)s") % {"why": sentence})
        if not explanation.allowed:
            sys.exit(DENIED)

    def _hindrances(self, person: Any, options: Any) -> list[str]:
        """Return what keeps the person from it as the concept of the service stands now."""
        concept = known_service(options["service"]).concept if options["service"] else None
        return hindrances_on(concept, person, options["right"]) if concept else []
