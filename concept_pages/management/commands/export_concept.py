"""`manage.py export_concept SERVICE_KEY`: write the concept of a service to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.audit import record
from ...documents.export import (
    ExportedFile,
    ExportForbidden,
    ExportRefused,
    export_draft,
    export_release,
)
from ...documents.formats import FORMATS
from ...documents.to_pdf import PdfError
from ...models import AuditEntry, ConceptPage
from ..files import write_file
from ..people import active_person
from ..services import known_service

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class Command(PlainCommand):
    """Exports a concept with the rights and the clearance of a person."""

    help = "Write the security concept of a service to a file, as a person may see it."
    examples = (
        "dns --format pdf --as csirt --output dns.pdf",
        "dns --format docx --language en --as csirt --release 1.0 --output dns.docx",
        "dns --format html --as operator-network --draft --output dns.html",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the service, the file, and for whom it is made."""
        parser.add_argument("service", metavar="SERVICE_KEY", help="key of the service")
        parser.add_argument("--format", metavar="FORMAT", required=True, help=", ".join(FORMATS))
        parser.add_argument("--language", metavar="LANGUAGE", default="de", help="de or en")
        parser.add_argument("--as", dest="person", metavar="USER", required=True, help="user name")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--release", metavar="N", default="", help="number of an earlier release"
        )
        which.add_argument("--draft", action="store_true", help="the draft, as it was last saved")
        parser.add_argument(
            "--parked", action="store_true", help="with the answers that have no place any more"
        )
        parser.add_argument(
            "--output", metavar="FILE", type=Path, required=True, help="the file to write"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the file, write it whole or not at all, and say so."""
        page, person = _concept(options["service"]), active_person(options["person"])
        try:
            file = _file(page, person, options)
        except ExportForbidden as refusal:
            detail = {"command": "export_concept", "page": page.pk, "reason": str(refusal)}
            denied = AuditEntry.Event.DENIED
            record(denied, by=person, about=page.title, detail=detail, refused=True)
            raise CommandError(_forbidden(options)) from refusal
        except (ExportRefused, PdfError) as refusal:
            raise CommandError(str(refusal)) from refusal
        write_file(options["output"], file.content)
        self.stdout.write(
            _("Concept “%(title)s” written to %(file)s (%(size)d bytes).")
            % {"title": page.title, "file": options["output"], "size": len(file.content)}
        )


def _concept(key: str) -> ConceptPage:
    service = known_service(key)
    if service.concept is None:
        raise CommandError(_("The service “%(key)s” has no security concept.") % {"key": key})
    return service.concept


def _forbidden(options: dict[str, Any]) -> str:
    """Return who may not have the file; the refusal itself speaks to that person."""
    sentence = (
        _("“%(person)s” does not have the right to export the draft of this concept.")
        if options["draft"]
        else _("“%(person)s” does not have the right to export this concept.")
    )
    return sentence % {"person": options["person"]}


def _file(page: ConceptPage, person: AbstractBaseUser, options: dict[str, Any]) -> ExportedFile:
    wanted = {
        "user": person,
        "format": options["format"],
        "language": options["language"],
        "parked": options["parked"],
    }
    if options["draft"]:
        return export_draft(page, **wanted)
    return export_release(page, number=options["release"], **wanted)
