"""`manage.py export_template`: write a template as a file that `import_template` reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand
from workflows.models import Release

from ...actions.audit import record
from ...definition.codec import decode
from ...definition.elements import Definition
from ...definition.problems import DefinitionError
from ...imports.template_file import write_template
from ...models import AuditEntry, TemplatePage
from ...models.template_draft import definition_of_draft
from ..files import sentences_of, write_file


class Command(PlainCommand):
    """Exports a release of a template, or its draft."""

    help = (
        "Export a template as YAML: its newest release (the draft where nothing is released), "
        "another release, or the draft."
    )
    examples = (
        "--output template.yaml",
        "--release 1.0 --output template.yaml",
        "--draft --output template.yaml",
        "--key small_services --output small.yaml",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the template, the release and the file."""
        parser.add_argument(
            "--key", metavar="KEY", default="", help="the template's key; without it, the oldest"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--release", metavar="N", default="", help="the number of a release, such as 1.0"
        )
        which.add_argument("--draft", action="store_true", help="the draft, as it was last saved")
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="the file to write instead of the terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say so; without a file, write the template to the terminal."""
        template = _template(options["key"])
        if not options["key"]:
            self._tell_others(template)
        release = None if options["draft"] else _release(template, options["release"])
        definition = decode(release.content) if release else _draft(template)
        text = write_template(definition)
        detail = {"page": template.pk, "format": "yaml", "command": "export_template"}
        number = definition.version if release else ""
        record(
            AuditEntry.Event.EXPORTED,
            by=None,
            about=template.title,
            detail=detail | {"release": number},
        )
        output: Path | None = options["output"]
        if output is None:
            self.stdout.write(text, ending="")
            return
        write_file(output, text.encode())
        said = (
            _("Template “%(title)s” %(number)s exported to %(file)s.")
            if release
            else _("Draft of the template “%(title)s” exported to %(file)s.")
        )
        words = {"title": template.title, "number": definition.version, "file": output}
        self.stdout.write(said % words)

    def _tell_others(self, template: TemplatePage) -> None:
        """Say which templates there are besides, where the terminal does not take it for YAML."""
        others = TemplatePage.objects.exclude(pk=template.pk).values_list("key", flat=True)
        if others:
            self.stderr.write(
                _("This is “%(title)s”; with --key there are also: %(keys)s.")
                % {"title": template.title, "keys": ", ".join(others)},
                self.style.NOTICE,
            )


def _template(key: str) -> TemplatePage:
    """Return the template of that key, or the oldest: scripts were written when it was the only."""
    found = TemplatePage.objects.filter(key=key) if key else TemplatePage.objects.order_by("pk")
    template: TemplatePage | None = found.first()
    if template is not None:
        return template
    if key:
        raise CommandError(_("There is no template “%(key)s”.") % {"key": key})
    raise CommandError(_("There is no template yet."))


def _release(template: TemplatePage, number: str) -> Release | None:
    """Return the release asked for, where “1” means 1.0; the newest; None where there is none."""
    releases = template.releases.filter(kind=Release.Kind.VERSION).order_by("sequence")
    if not number:
        newest: Release | None = releases.last()
        return newest
    found = releases.filter(number__in=[number, f"{number}.0"]).last()
    if found is None:
        numbers = ", ".join(releases.values_list("number", flat=True))
        raise CommandError(
            _("“%(title)s” has no release %(number)s; it has %(numbers)s.")
            % {"title": template.title, "number": number, "numbers": numbers or _("none yet")}
        )
    return found


def _draft(template: TemplatePage) -> Definition:
    try:
        return definition_of_draft(template.get_latest_revision_as_object())
    except DefinitionError as error:
        listed = "\n".join(sentences_of(error.problems))
        raise CommandError(_("The draft is not complete yet:") + f"\n{listed}") from error
