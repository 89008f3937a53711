"""`manage.py import_services FILE`: bring the catalogue of services up to date from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...actions.catalogue import CatalogueError, apply_catalogue
from ...imports.catalogue_file import read_catalogue
from ...imports.yaml_file import FileError, read_source


class Command(BaseCommand):
    """Imports departments, service groups, services and dependencies; all of a file or nothing."""

    help = "Import service groups, departments, services and their dependencies from a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="a file in the format services/1")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file and say what changed."""
        try:
            changes = apply_catalogue(read_catalogue(read_source(file)))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from error
        except (FileError, CatalogueError) as error:
            listed = "\n".join(f"{p.where}: {p.message.say(_)}" for p in error.problems)
            raise CommandError(
                _("%(file)s was not imported, nothing has changed:") % {"file": file}
                + f"\n{listed}"
            ) from error
        added, changed = changes.counts
        self.stdout.write(
            _("Catalogue imported: %(added)d added, %(changed)d changed.")
            % {"added": added, "changed": changed}
        )
