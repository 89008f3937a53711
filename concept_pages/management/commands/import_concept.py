"""`manage.py import_concept FILE --as USER`: bring a file into the draft of a service's concept."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.errors import NotPossible
from workflows.management.plain import PlainCommand

from ...actions.import_concept import ConceptDataRefused, ImportedConcept, import_concept
from ...imports.concept_file import read_concept
from ...imports.yaml_file import FileError
from ..files import not_imported, read_file, sentences_of
from ..people import active_person, told


class Command(PlainCommand):
    """Imports a concept; all of it or nothing."""

    help = (
        "Import the answers of a security concept from a YAML file into its draft; answers that "
        "the file does not mention stay as they are."
    )
    examples = ("dns.yaml --as operator-network",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the person who imports it."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file in the format concept/1"
        )
        parser.add_argument(
            "--as", dest="user", metavar="USER", required=True, help="user name of who imports it"
        )

    def handle(self, *args: Any, file: Path, user: str, **options: Any) -> None:
        """Import the file, say what came of it, and name each answer that did not fit."""
        person = active_person(user)
        try:
            imported = import_concept(read_concept(read_file(file)), by=person)
        except FileError as error:
            raise not_imported(file, sentences_of(error.problems)) from error
        except ConceptDataRefused as error:
            raise not_imported(file, [error.sentence]) from error
        except NotPossible as error:
            raise not_imported(file, [told(error)]) from error
        for note in imported.notes:
            self.stdout.write(f"  {note}")
        self.stdout.write(_summary(imported))


def _summary(imported: ImportedConcept) -> str:
    said = (
        _("“%(title)s” started: %(stored)s, %(notes)s.")
        if imported.is_new
        else _(
            "“%(title)s” updated: %(stored)s, %(notes)s; "
            "answers that the file does not mention stay as they were."
        )
    )
    notes = len(imported.notes)
    return said % {
        "title": imported.page.title,
        "stored": ngettext("%(count)d answer stored", "%(count)d answers stored", imported.stored)
        % {"count": imported.stored},
        "notes": ngettext("%(count)d note", "%(count)d notes", notes) % {"count": notes},
    }
