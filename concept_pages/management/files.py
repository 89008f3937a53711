"""Files that commands read and write, and in plain words why that is not possible."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..definition.problems import Problem
from ..imports.yaml_file import read_source

_NOT_READ = {
    errno.ENOENT: gettext_noop("There is no file %(file)s."),
    errno.ENOTDIR: gettext_noop("There is no file %(file)s."),
    errno.EISDIR: gettext_noop("%(file)s is a folder, not a file."),
    errno.EACCES: gettext_noop("%(file)s cannot be read: the permission is missing."),
    errno.EPERM: gettext_noop("%(file)s cannot be read: the permission is missing."),
}
_NOT_WRITTEN = {
    errno.ENOENT: gettext_noop("%(file)s cannot be written: there is no folder %(folder)s."),
    errno.ENOTDIR: gettext_noop("%(file)s cannot be written: %(folder)s is no folder."),
    errno.EISDIR: gettext_noop("%(file)s cannot be written: it is a folder, not a file."),
    errno.EACCES: gettext_noop("%(file)s cannot be written: the permission is missing."),
    errno.EPERM: gettext_noop("%(file)s cannot be written: the permission is missing."),
    errno.EROFS: gettext_noop("%(file)s cannot be written: the disk is read-only."),
    errno.ENOSPC: gettext_noop("%(file)s cannot be written: the disk is full."),
}


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, and never more than are worth reading.

    Raises:
        CommandError: it cannot be read; in plain words.
    """
    try:
        return read_source(path)
    except OSError as error:
        fallback = _("%(file)s cannot be read: %(reason)s.")
        raise CommandError(_why(_NOT_READ, error, path, fallback)) from error


def write_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file beside its place and move it there: whole or not at all, for its owner only.

    What is too much for the memory comes piece by piece.

    Raises:
        CommandError: it cannot be written; in plain words.
    """
    pieces = [content] if isinstance(content, bytes) else content
    if path.is_char_device() or path.is_fifo():  # such as /dev/stdout, which stays where it is
        with path.open("wb") as file:
            file.writelines(pieces)
        return
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        fallback = _("%(file)s cannot be written: %(reason)s.")
        raise CommandError(_why(_NOT_WRITTEN, error, path, fallback)) from error


def not_imported(file: Path, sentences: Iterable[str]) -> CommandError:
    """Return the refusal of a file: that nothing has changed, and all that is wrong."""
    opening = _("%(file)s was not imported, nothing has changed:") % {"file": file}
    return CommandError("\n".join([opening, *sentences]))


def sentences_of(problems: Iterable[Problem]) -> list[str]:
    """Return problems as sentences, each with its place."""
    return [problem.say(_) for problem in problems]


def _why(known: Mapping[int, str], error: OSError, path: Path, fallback: str) -> str:
    sentence = _(known[error.errno]) if error.errno and error.errno in known else fallback
    return sentence % {"file": path, "folder": path.parent, "reason": error.strerror}
