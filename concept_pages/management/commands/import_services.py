"""`manage.py import_services FILE`: bring the catalogue of services up to date from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.catalogue import CatalogueError, apply_catalogue, plan_catalogue
from ...definition.catalogue import Changes
from ...imports.catalogue_problems import all_that_is_wrong
from ...imports.catalogue_upload import read_catalogue_file
from ...imports.yaml_file import FileError
from ...queries.catalogue_words import sentence_of
from ..files import not_imported, read_file, sentences_of


class Command(PlainCommand):
    """Imports departments, service groups, services and dependencies; all of a file or nothing."""

    help = (
        "Import service groups, departments, services and their dependencies from a YAML file or "
        "a table (CSV)."
    )
    examples = ("services.yaml", "services.csv --preview")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to write."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file in the format services/1, or a table"
        )
        parser.add_argument(
            "--preview", action="store_true", help="say what would change, and write nothing"
        )

    def handle(self, *args: Any, file: Path, preview: bool, **options: Any) -> None:
        """Import the file and say what changed."""
        try:
            read = read_catalogue_file(read_file(file), file.name)
        except FileError as error:
            raise not_imported(file, sentences_of(all_that_is_wrong(error))) from error
        try:
            if preview:
                self._show(read.catalogue)
                return
            changes = apply_catalogue(read.catalogue)
        except CatalogueError as error:
            raise not_imported(file, sentences_of(read.locate(error.problems))) from error
        self._tell(_("Catalogue imported: %(added)d added, %(changed)d changed."), changes)

    def _show(self, catalogue: Any) -> None:
        """Print what would change, one entry a line."""
        plan = plan_catalogue(catalogue)
        if plan.problems:
            raise CatalogueError(plan.problems)
        changes = plan.changes
        for entries in (changes.added.departments, changes.added.groups, changes.added.services):
            for entry in entries:
                self.stdout.write(f"+ {entry.key}")
        for change in (*changes.departments, *changes.groups, *changes.services):
            self.stdout.write(f"~ {sentence_of(change)}")
        self._tell(_("Would be imported: %(added)d added, %(changed)d changed."), changes)

    def _tell(self, sentence: str, changes: Changes) -> None:
        added, changed = changes.counts
        self.stdout.write(sentence % {"added": added, "changed": changed})
