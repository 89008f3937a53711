"""Answers that are files: {"name", "sha256", "attachment"}, or only a file name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..elements import Field
from ..problems import Message, gettext_noop
from .context import MISFIT, Context, Speech
from .texts import UNPRINTABLE, is_printable


def file_name(value: Any) -> str | None:
    """Return the name of the file that an answer stands for; None if it is no such answer."""
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) and name.strip() else None


def check_file(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check the kind of a file by its name, and its size where it is known."""
    name = file_name(value)
    if name is None:
        yield MISFIT
        return
    if not is_printable(name):
        yield UNPRINTABLE
    endings = [ending.lower().removeprefix(".") for ending in field.accept]
    if endings and name.lower().rpartition(".")[2] not in endings:
        yield Message(
            gettext_noop("“%(name)s” is not one of the kinds of files allowed: %(endings)s."),
            {"name": name[:100], "endings": ", ".join(endings)},
        )
    size = value.get("size") if isinstance(value, dict) else None
    if isinstance(size, int) and field.max_size_mb and size > field.max_size_mb * 1024 * 1024:
        yield Message(
            gettext_noop("The file is too large; at most %(limit)s MB are allowed."),
            {"limit": field.max_size_mb},
        )


def say_file(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return the name of the file."""
    name = file_name(value)
    return [name] if name else []
