"""From the bytes of a YAML file to plain data, with a place for everything that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..definition.problems import Message, Problem, gettext_noop
from ..definition.reading import spelled
from .yaml_words import plain_words

MAX_BYTES = 5 * 1024 * 1024
"""The shipped template has 0.1 MB; nothing that people wrote comes near this."""

MAX_DEPTH = 200
"""Thousands of nested lists crash libyaml, and the process with it: the depth is counted first."""


class FileError(Exception):
    """A file cannot be imported; `problems` says everything that is wrong, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class _Loader(yaml.CSafeLoader):
    """Reads what a safe loader reads, and refuses a mapping that names an entry twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; PyYAML alone would silently keep the last of two equal entries."""
        seen: dict[object, int] = {}
        for key_node, _value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else id(key_node)
            if key in seen:
                raise _refuse(
                    gettext_noop("The entry “%(name)s” is there twice, first in line %(first)d."),
                    line=_line(key_node.start_mark),
                    name=spelled(str(key)),
                    first=seen[key],
                )
            seen[key] = _line(key_node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return what a node stands for; PyYAML alone would not say where it does not."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise _refuse(
                gettext_noop(
                    "“%(found)s” cannot be read: no such date, or too long a number. "
                    "Put it in quotation marks if it is a text."
                ),
                line=_line(node.start_mark),
                found=spelled(str(node.value)),
            ) from error


def read_source(path: Path) -> bytes:
    """Return the bytes of a file, and never more than are worth reading.

    Raises:
        OSError: there is no such file, or it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read_yaml(source: bytes) -> object:
    """Return what a YAML file says.

    Raises:
        FileError: it is too large, not UTF-8, or no YAML.
    """
    if len(source) > MAX_BYTES:
        raise _refuse(
            gettext_noop("The file is too large: at most %(most)d MB are read."),
            most=MAX_BYTES // (1024 * 1024),
        )
    try:
        text = source.decode("utf-8")
        _refuse_bombs(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except UnicodeDecodeError as error:
        raise _refuse(
            gettext_noop("The file is not UTF-8 text (byte %(at)d)."), at=error.start
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        problem = getattr(error, "problem", None) or str(error)
        raise _refuse(
            gettext_noop("The file is not valid YAML. %(reason)s"),
            line=_line(getattr(error, "problem_mark", None)),
            reason=plain_words(problem, getattr(error, "context_mark", None)),
        ) from error


def _refuse_bombs(text: str) -> None:
    """Refuse nesting without end, and aliases: a few of them stand for billions of entries."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _refuse(
                gettext_noop("The file uses the alias “*%(name)s”. Write out what it stands for."),
                line=_line(event.start_mark),
                name=event.anchor,
            )
        if depth > MAX_DEPTH:
            raise _refuse(
                gettext_noop("The file nests more than %(most)d levels deep."),
                line=_line(event.start_mark),
                most=MAX_DEPTH,
            )


def _refuse(text: str, *, line: int = 0, **values: object) -> FileError:
    return FileError((Problem("", Message(text, values), line=line),))


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 0
