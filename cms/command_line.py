"""`manage.py`: Django's command line, with plain sentences for what an installation may lack."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

_NOT_MIGRATED = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def run(argv: Sequence[str]) -> None:
    """Run a command; end with status 1 and a sentence where settings or database are not ready.

    `--traceback` shows where such an error comes from; all others are shown in full anyway.

    Raises:
        SystemExit: the command failed, or has said how it ended.
    """
    try:
        execute_from_command_line(list(argv))
    except ImproperlyConfigured as error:
        if "--traceback" in argv:
            raise
        sys.exit(str(error))  # no language is known before the settings are read
    except (OperationalError, ProgrammingError) as error:
        sentence = database_sentence(error)
        if "--traceback" in argv or not sentence:
            raise
        sys.exit(sentence)


def database_sentence(error: OperationalError | ProgrammingError) -> str:
    """Return what is the matter with the database; "" where the error is one of ours."""
    reason = " ".join(str(error).split())
    if any(sign in f"{type(error.__cause__).__name__} {reason}" for sign in _NOT_MIGRATED):
        return _("The database lacks tables or columns. Run “manage.py migrate” first.")
    if isinstance(error, ProgrammingError):
        return ""
    if "locked" in reason:
        return _("The database is busy with something else. Try again in a moment.")
    return _(
        "The database cannot be used; is DATABASE_URL right? The database says: %(reason)s"
    ) % {"reason": reason}
