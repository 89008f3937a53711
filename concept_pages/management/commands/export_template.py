"""`manage.py export_template`: write a template as a file that `import_template` reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflows.models import Release

from ...definition.codec import decode
from ...definition.elements import Definition
from ...definition.problems import DefinitionError
from ...imports.template_file import write_template
from ...models import TemplatePage
from ...models.template_draft import definition_of_draft


class Command(BaseCommand):
    """Exports a release of a template, or the draft where nothing is released."""

    help = "Export a template as YAML: its newest release, or the draft where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the template, the release and the file."""
        parser.add_argument("--key", default="", help="the template's key, where there are several")
        parser.add_argument("--release", default="", help="the number of a release, such as 1.0")
        parser.add_argument("--output", type=Path, help="the file to write instead of the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say so; without a file, write the template to the terminal."""
        template = _template(options["key"])
        definition = _definition(template, options["release"])
        text = write_template(definition)
        output: Path | None = options["output"]
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": output, "reason": error.strerror}
            ) from error
        self.stdout.write(
            _("Template “%(title)s” %(number)s exported to %(file)s.")
            % {"title": template.title, "number": definition.version, "file": output}
        )


def _template(key: str) -> TemplatePage:
    found = list(TemplatePage.objects.filter(key=key) if key else TemplatePage.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if key:
        raise CommandError(_("There is no template “%(key)s”.") % {"key": key})
    if not found:
        raise CommandError(_("There is no template yet."))
    keys = ", ".join(TemplatePage.objects.values_list("key", flat=True))
    raise CommandError(_("Say which template with --key: %(keys)s.") % {"keys": keys})


def _definition(template: TemplatePage, number: str) -> Definition:
    """Return the release asked for; the newest; or the draft where nothing is released."""
    releases = template.releases.filter(kind=Release.Kind.VERSION).order_by("sequence")
    release = (releases.filter(number=number) if number else releases).last()
    if release is not None:
        return decode(release.content)
    if number:
        raise CommandError(
            _("“%(title)s” has no release %(number)s.")
            % {"title": template.title, "number": number}
        )
    try:
        return definition_of_draft(template.get_latest_revision_as_object())
    except DefinitionError as error:
        listed = "\n".join(f"{p.where}: {p.message.say(_)}" for p in error.problems)
        raise CommandError(_("The draft is not complete yet:") + f"\n{listed}") from error
