"""`manage.py import_concept FILE --as USER`: bring a file into the draft of a service's concept."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflows.errors import NotPossible

from ...actions.import_concept import ConceptDataRefused, ImportedConcept, import_concept
from ...imports.concept_file import read_concept
from ...imports.yaml_file import FileError, read_source


class Command(BaseCommand):
    """Imports a concept; all of it or nothing."""

    help = "Import the answers of a security concept from a YAML file into its draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the person who imports it."""
        parser.add_argument("file", type=Path, help="a file in the format concept/1")
        parser.add_argument("--as", dest="user", required=True, help="user name of who imports it")

    def handle(self, *args: Any, file: Path, user: str, **options: Any) -> None:
        """Import the file, say what came of it, and name each answer that did not fit."""
        person = _person(user)
        try:
            imported = import_concept(read_concept(read_source(file)), by=person)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from error
        except FileError as error:
            lines = [f"{problem.where}: {problem.message.say(_)}" for problem in error.problems]
            raise _refused(file, *lines) from error
        except (ConceptDataRefused, NotPossible) as error:
            raise _refused(file, error.sentence) from error
        for note in imported.notes:
            self.stdout.write(f"  {note}")
        self.stdout.write(_summary(imported))


def _person(name: str) -> Any:
    people = get_user_model()
    person = people.objects.filter(**{people.USERNAME_FIELD: name}, is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active user “%(name)s”.") % {"name": name})
    return person


def _summary(imported: ImportedConcept) -> str:
    said = (
        _("“%(title)s” started: %(stored)d answers stored, %(notes)d notes.")
        if imported.is_new
        else _("“%(title)s” updated: %(stored)d answers stored, %(notes)d notes.")
    )
    return said % {
        "title": imported.page.title,
        "stored": imported.stored,
        "notes": len(imported.notes),
    }


def _refused(file: Path, *sentences: str) -> CommandError:
    opening = _("%(file)s was not imported, nothing has changed:") % {"file": file}
    return CommandError("\n".join([opening, *sentences]))
