"""`manage.py import_services FILE`: bring the catalogue of services up to date from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.catalogue import CatalogueError, apply_catalogue
from ...imports.catalogue_file import read_catalogue
from ...imports.yaml_file import FileError
from ..files import not_imported, read_file, sentences_of


class Command(PlainCommand):
    """Imports departments, service groups, services and dependencies; all of a file or nothing."""

    help = "Import service groups, departments, services and their dependencies from a YAML file."
    examples = ("services.yaml",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file in the format services/1"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file and say what changed."""
        try:
            changes = apply_catalogue(read_catalogue(read_file(file)))
        except (FileError, CatalogueError) as error:
            raise not_imported(file, sentences_of(error.problems)) from error
        added, changed = changes.counts
        self.stdout.write(
            _("Catalogue imported: %(added)d added, %(changed)d changed.")
            % {"added": added, "changed": changed}
        )
