"""`manage.py import_template FILE`: make a template's draft what a file says, and release it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from workflows.errors import Incomplete, NotPossible

from ...actions.import_template import Breaking, TemplateRefused, import_template, release_template
from ...definition.problems import Problem
from ...imports.template_file import read_template
from ...imports.yaml_file import FileError, read_source

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from ...definition.elements import Definition


class Command(BaseCommand):
    """Imports a template; all of a file or nothing."""

    help = "Import a template from a YAML file, and release it when two people are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the two people who release it, and what happens to broken answers."""
        parser.add_argument("file", type=Path, help="a file in the format template/1")
        parser.add_argument("--submitted-by", default="", help="user name of who hands it in")
        parser.add_argument("--released-by", default="", help="user name of who releases it")
        parser.add_argument(
            "--breaking",
            choices=[choice.value for choice in Breaking],
            default=Breaking.REFUSE.value,
            help="what happens to changes that break answers while the file declares nothing about "
            "them: refuse the file, or declare that what has no place any more is parked",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file, release it if asked to, and say what happened."""
        submitter, approver = _people(options["submitted_by"], options["released_by"])
        try:
            made = read_template(read_source(file))
            said = _import(made, submitter, approver, Breaking(options["breaking"]))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from error
        except (FileError, TemplateRefused) as error:
            raise _refused(file, _sentences(error.problems)) from error
        except Incomplete as error:
            raise _refused(file, [error.sentence, *map(str, error.problems)]) from error
        except NotPossible as error:
            raise _refused(file, [error.sentence]) from error
        self.stdout.write(said)


@transaction.atomic
def _import(
    definition: Definition,
    submitter: AbstractBaseUser | None,
    approver: AbstractBaseUser | None,
    breaking: Breaking,
) -> str:
    """Import and release in one transaction; return the one line that says so."""
    imported = import_template(definition, by=submitter, breaking=breaking)
    words = {
        "title": imported.template.title,
        "groups": len(definition.groups_by_key),
        "questions": len(definition.questions),
    }
    if imported.is_unchanged:
        return (
            _("Template “%(title)s” is released with this content already; nothing has changed.")
            % words
        )
    if submitter is None or approver is None:
        return (
            _(
                "Template “%(title)s” imported as a draft: %(groups)d groups, "
                "%(questions)d questions."
            )
            % words
        )
    number = release_template(imported.template, submitted_by=submitter, released_by=approver)
    return _(
        "Template “%(title)s” imported and released as %(number)s: %(groups)d groups, "
        "%(questions)d questions."
    ) % {**words, "number": number}


def _people(
    submitted_by: str, released_by: str
) -> tuple[AbstractBaseUser | None, AbstractBaseUser | None]:
    if released_by and not submitted_by:
        raise CommandError(_("Name who hands the template in, too: --submitted-by."))
    return _person(submitted_by), _person(released_by)


def _person(name: str) -> AbstractBaseUser | None:
    if not name:
        return None
    people = get_user_model()
    person: AbstractBaseUser | None = people.objects.filter(
        **{people.USERNAME_FIELD: name}, is_active=True
    ).first()
    if person is None:
        raise CommandError(_("There is no active user “%(name)s”.") % {"name": name})
    return person


def _sentences(problems: Iterable[Problem]) -> list[str]:
    return [f"{problem.where}: {problem.message.say(_)}" for problem in problems]


def _refused(file: Path, sentences: list[str]) -> CommandError:
    opening = _("%(file)s was not imported, nothing has changed:") % {"file": file}
    return CommandError("\n".join([opening, *sentences]))
