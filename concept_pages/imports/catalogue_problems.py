"""All that is wrong with a catalogue file at once: what cannot be read, and what cannot be applied.

FileError          (yaml_file) nothing of the file can be used
└─ PartlyWrong     entries are wrong; what the others say is known
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from ..actions.catalogue import plan_catalogue
from ..definition.catalogue import Catalogue
from ..definition.problems import Problem
from .yaml_file import FileError

_LISTS = ("departments", "groups", "services")
Locate = Callable[[tuple[Problem, ...]], tuple[Problem, ...]]
"""Says in which line of a file something stands."""


class PartlyWrong(FileError):
    """Entries of a catalogue file are wrong; `rest` is what could be read nevertheless."""

    def __init__(self, problems: tuple[Problem, ...], rest: Catalogue, locate: Locate) -> None:
        super().__init__(problems)
        self.rest = rest
        self.locate = locate


def all_that_is_wrong(error: FileError, *, by: Any = None) -> tuple[Problem, ...]:
    """Return the problems of a file, with those that would only be told once it can be read.

    What may be a consequence is left out: of a row that could not be understood as a whole all that
    follows, and of a cell that could not be read that it says nothing.
    """
    if not isinstance(error, PartlyWrong):
        return error.problems
    told = {(problem.line, _column(problem)) for problem in error.problems}
    planned = error.locate(plan_catalogue(error.rest, by=by).problems)
    more = (problem for problem in planned if not _follows(problem, told))
    return tuple(sorted((*error.problems, *more), key=lambda problem: problem.line))


def _follows(problem: Problem, told: Container[tuple[int, str]]) -> bool:
    """Return whether a problem may only follow from what was told of its line."""
    column = _column(problem)
    # Of several services in one cell each is read on its own.
    causes = {"", "kind", column} - {"requires", "optional"}
    return any((problem.line, cause) in told for cause in causes)


def _column(problem: Problem) -> str:
    """Return the column that a problem is about; "" for the whole entry."""
    path = problem.where.split(" / ")
    entry = path[1:] if path[0] in _LISTS else path
    return entry[-1] if len(entry) > 1 else ""
