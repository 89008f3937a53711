"""`manage.py export_concept SERVICE_KEY`: write the concept of a service to a file."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...documents.export import ExportedFile, ExportRefused, export_draft, export_release
from ...documents.formats import FORMATS
from ...documents.to_pdf import PdfError
from ...models import ConceptPage, Service

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class Command(BaseCommand):
    """Exports a concept with the rights and the clearance of a person."""

    help = "Write the security concept of a service to a file, as a person may see it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the service, the file, and for whom it is made."""
        parser.add_argument("service", help="key of the service")
        parser.add_argument("--format", required=True, help=", ".join(FORMATS))
        parser.add_argument("--language", default="de", help="de or en")
        parser.add_argument("--as", dest="person", required=True, help="user name")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--release", default="", help="number of an earlier release")
        which.add_argument("--draft", action="store_true", help="the draft, as it was last saved")
        parser.add_argument(
            "--parked", action="store_true", help="with the answers that have no place any more"
        )
        parser.add_argument("--output", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the file, write it whole or not at all, and say so."""
        page, person = _concept(options["service"]), _person(options["person"])
        try:
            file = _file(page, person, options)
        except (ExportRefused, PdfError) as refusal:
            raise CommandError(str(refusal)) from refusal
        _write(options["output"], file.content)
        self.stdout.write(
            _("Concept “%(title)s” written to %(file)s (%(size)d bytes).")
            % {"title": page.title, "file": options["output"], "size": len(file.content)}
        )


def _concept(key: str) -> ConceptPage:
    service = Service.objects.filter(key=key).select_related("concept").first()
    if service is None:
        raise CommandError(_("There is no service “%(key)s”.") % {"key": key})
    if service.concept is None:
        raise CommandError(_("The service “%(key)s” has no security concept.") % {"key": key})
    return service.concept


def _person(name: str) -> AbstractBaseUser:
    people = get_user_model()
    person: AbstractBaseUser | None = people.objects.filter(
        **{people.USERNAME_FIELD: name}, is_active=True
    ).first()
    if person is None:
        raise CommandError(_("There is no active user “%(name)s”.") % {"name": name})
    return person


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


def _write(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, readable for its owner only."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written: %(reason)s.") % {"file": path, "reason": error.strerror}
        ) from error
