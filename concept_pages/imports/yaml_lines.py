"""In which line of a YAML file something stands that is wrong with what the file says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import yaml

from ..definition.problems import Problem
from ..definition.reading import spelled

_Path = tuple[str, ...]


def located(
    problems: Iterable[Problem],
    source: bytes,
    *,
    root: str = "",
    first: int = 0,
    unnamed: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return problems with the line of the innermost entry on their path that the file has.

    `root` is what paths call the file itself. Entries of lists are named by their key, others
    counted from `first`; lists called as in `unnamed` do not appear in the paths to their entries.
    """
    lines = dict(_Walk(first, unnamed).lines((), yaml.compose(source, Loader=yaml.CSafeLoader)))
    return tuple(
        problem if problem.line else replace(problem, line=_line(lines, problem.where, root))
        for problem in problems
    )


def _line(lines: dict[_Path, int], where: str, root: str) -> int:
    path = tuple(where.split(" / "))
    if path and path[0] == root:
        path = path[1:]
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0) if path else 0


class _Walk:
    """Goes through the nodes of a file as the readers of our formats do."""

    def __init__(self, first: int, unnamed: Collection[str]) -> None:
        self.first = first
        self.unnamed = unnamed

    def lines(self, path: _Path, node: yaml.Node | None) -> Iterator[tuple[_Path, int]]:
        """Yield the paths below a node with their lines."""
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                below = (*path, spelled(str(name.value)))
                yield below, name.start_mark.line + 1
                is_unnamed = name.value in self.unnamed and isinstance(value, yaml.SequenceNode)
                yield from self.lines(path if is_unnamed else below, value)
        elif isinstance(node, yaml.SequenceNode):
            for number, entry in enumerate(node.value, start=self.first):
                below = (*path, _key(entry) or str(number))
                yield below, entry.start_mark.line + 1
                yield from self.lines(below, entry)


def _key(node: yaml.Node) -> str:
    """Return how a reader names an entry of a list: its key, if it has one."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == "key" and isinstance(value, yaml.ScalarNode):
                return spelled(str(value.value))
    return ""
