"""`manage.py export_services`: write the catalogue as a file that `import_services` reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...imports.catalogue_writer import WRITERS
from ...queries.catalogue import stored_catalogue
from ..files import write_file


class Command(PlainCommand):
    """Exports departments, service groups, services and dependencies."""

    help = "Export the catalogue of services as YAML, or as a table for spreadsheets."
    examples = ("--output services.yaml", "--format csv --output services.csv")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the format and the file."""
        parser.add_argument("--format", choices=list(WRITERS), default="yaml", help="yaml or csv")
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="the file to write instead of the terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say so; without a file, write to the terminal."""
        catalogue = stored_catalogue()
        content = WRITERS[options["format"]](catalogue)
        output: Path | None = options["output"]
        if output is None:
            self.stdout.write(content.decode(), ending="")
            return
        write_file(output, content)
        self.stdout.write(
            _("Catalogue exported to %(file)s: %(count)d services.")
            % {"file": output, "count": len(catalogue.services)}
        )
