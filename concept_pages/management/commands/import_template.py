"""`manage.py import_template FILE`: make a template's draft what a file says, and release it."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.actions import submit
from workflows.errors import Incomplete, NotPossible
from workflows.management.plain import PlainCommand

from ...actions.import_template import Breaking, TemplateRefused, import_template, release_template
from ...imports.template_differences import Differences, differences
from ...imports.template_file import read_template
from ...imports.yaml_file import FileError
from ..files import not_imported, read_file, sentences_of
from ..people import active_person, told

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from ...definition.elements import Definition


@dataclass(frozen=True)
class People:
    """Who imports a template, who hands it in, and who releases it; each may be nobody."""

    importer: AbstractBaseUser | None
    submitter: AbstractBaseUser | None
    approver: AbstractBaseUser | None


class Command(PlainCommand):
    """Imports a template; all of a file or nothing."""

    help = "Import a template from a YAML file into its draft; hand it in; release it."
    examples = (
        "template.yaml",
        "template.yaml --as admin",
        "template.yaml --submitted-by admin",
        "template.yaml --submitted-by admin --released-by isb",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the people who act, and what happens to broken answers."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file in the format template/1"
        )
        parser.add_argument(
            "--as",
            dest="importer",
            metavar="USER",
            default="",
            help="who imports it; needed where the next version of a released template starts",
        )
        parser.add_argument(
            "--submitted-by", metavar="USER", default="", help="who hands it in for review"
        )
        parser.add_argument(
            "--released-by", metavar="USER", default="", help="who else releases it, at once"
        )
        parser.add_argument(
            "--breaking",
            choices=[choice.value for choice in Breaking],
            default=Breaking.REFUSE.value,
            help="what happens to changes that break answers while the file declares nothing about "
            "them: refuse the file, or declare that what has no place any more is parked",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file, hand it in or release it if asked to, and say what happened."""
        people = _people(options)
        try:
            made = read_template(read_file(file))
            said = _import(made, people, Breaking(options["breaking"]))
        except (FileError, TemplateRefused) as error:
            raise not_imported(file, sentences_of(error.problems)) from error
        except Incomplete as error:
            raise not_imported(file, [error.sentence, *map(str, error.problems)]) from error
        except NotPossible as error:
            raise not_imported(file, [told(error)]) from error
        self.stdout.write(said)


@transaction.atomic
def _import(definition: Definition, people: People, breaking: Breaking) -> str:
    """Import, hand in and release in one transaction; return the one line that says so."""
    found = differences(definition)
    imported = import_template(definition, by=people.importer, breaking=breaking)
    words = {"title": imported.template.title, "counts": _counts(definition, found)}
    if imported.is_unchanged:
        return (
            _("Template “%(title)s” is released with this content already; nothing has changed.")
            % words
        )
    if people.submitter is None:
        return _("Template “%(title)s” imported as a draft: %(counts)s.") % words
    if people.approver is None:
        submit(imported.template, by=people.submitter)
        return _("Template “%(title)s” imported and handed in for review: %(counts)s.") % words
    number = release_template(
        imported.template, submitted_by=people.submitter, released_by=people.approver
    )
    return _("Template “%(title)s” imported and released as %(number)s: %(counts)s.") % {
        **words,
        "number": number,
    }


def _counts(definition: Definition, found: Differences | None) -> str:
    """Return how much a file holds and what it changes, so that a file cut short is noticed."""
    groups, questions = len(definition.groups_by_key), len(definition.questions)
    holds = ", ".join(
        [
            ngettext("%(count)d group", "%(count)d groups", groups) % {"count": groups},
            ngettext("%(count)d question", "%(count)d questions", questions) % {"count": questions},
        ]
    )
    if found is None:
        return holds
    changes = _("%(added)d new, %(changed)d changed, %(removed)d removed") % {
        "added": len(found.added),
        "changed": len(found.changed),
        "removed": len(found.removed),
    }
    return f"{holds}; {changes}"


def _people(options: dict[str, Any]) -> People:
    named = [options["importer"], options["submitted_by"], options["released_by"]]
    if options["released_by"] and not options["submitted_by"]:
        raise CommandError(_("Name who hands the template in, too: --submitted-by."))
    importer, submitter, approver = (active_person(name) if name else None for name in named)
    return People(importer or submitter, submitter, approver)
