"""Commands that fail with a plain sentence, in the language of their output, and status 1."""

from __future__ import annotations

import os
import re
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
    SystemCheckError,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_ASKED_FOR = "--traceback"

NOBODY_READS = 128 + 13
"""How a command ends whose output nobody reads to its end, as after `| head`: like any other, which
the system ends with its signal 13 (SIGPIPE)."""

# What argparse says, in English only, and how we say it.
_SAID = (
    (r"the following arguments are required: (?P<what>.+)", gettext_noop("Missing: %(what)s.")),
    (r"one of the arguments (?P<what>.+) is required",
     gettext_noop("One of these is needed: %(what)s.")),
    (r"unrecognized arguments: (?P<what>.+)",
     gettext_noop("Not known, or one too many: %(what)s.")),
    (r"argument (?P<what>.+?): not allowed with argument (?P<other>.+)",
     gettext_noop("%(what)s and %(other)s exclude each other.")),
    (r"argument (?P<what>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<other>.+)\)",
     gettext_noop("%(what)s cannot be “%(value)s”; possible are %(other)s.")),
    (r"argument (?P<what>.+?): invalid \S+ value: '?(?P<value>.*?)'?",
     gettext_noop("%(what)s cannot be “%(value)s”.")),
    (r"argument (?P<what>.+?): expected .+", gettext_noop("%(what)s needs a value.")),
    (r"argument (?P<what>.+?): ignored explicit argument .+",
     gettext_noop("%(what)s takes no value.")),
    (r"ambiguous option: (?P<what>\S+) could match (?P<other>.+)",
     gettext_noop("%(what)s could mean %(other)s.")),
)  # fmt: skip


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Prints examples as they were written, one a line."""


class PlainCommand(BaseCommand):
    """A command that says what it did in one line, or why it did not do it in a plain sentence.

    `examples` end its help, without the name of the command.
    """

    examples: tuple[str, ...] = ()
    # Django's own options still work; our help has room for ours.
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color",
    }  # fmt: skip

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return a parser that raises what it has to say about wrong arguments."""
        if self.examples:
            lines = "\n".join(f"  manage.py {subcommand} {example}" for example in self.examples)
            kwargs.setdefault("epilog", f"examples:\n{lines}")
        kwargs.setdefault("formatter_class", _HelpFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False  # else it would print English and end with 2
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command; wrong arguments end it with a sentence, the usage and status 1."""
        try:
            try:
                self._run(argv)
            finally:
                sys.stdout.flush()  # here, where it can be answered, and not while Python ends
        except BrokenPipeError:
            # What is left goes nowhere; else Python would complain when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(NOBODY_READS)

    def _run(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            if _ASKED_FOR in argv:
                raise
            usage = self.create_parser(argv[0], argv[1]).format_usage()
            self.stderr.write(argument_sentence(str(error).removeprefix("Error: ")))
            self.stderr.write(_("Usage: %(usage)s") % {"usage": usage.partition(": ")[2]})
            sys.exit(1)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Do it; on the command line, a refusal is its sentence and nothing else."""
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            is_ours = getattr(self, "_called_from_command_line", False) and not isinstance(
                refusal, SystemCheckError
            )
            if options.get("traceback") or not is_ours:
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)


def argument_sentence(said: str) -> str:
    """Return what argparse says about wrong arguments as a sentence in our language."""
    for pattern, sentence in _SAID:
        if found := re.fullmatch(pattern, said):
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return _(sentence) % values
    return _("The arguments do not fit: %(reason)s.") % {"reason": said}
