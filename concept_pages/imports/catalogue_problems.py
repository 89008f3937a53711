"""All that is wrong with a catalogue file at once: what cannot be read, and what cannot be applied.

FileError          (yaml_file) nothing of the file can be used
└─ PartlyWrong     entries are wrong; what the others say is known
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..actions.catalogue import plan_catalogue
from ..definition.catalogue import Catalogue
from ..definition.problems import Problem
from .yaml_file import FileError

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

    Of a line that is wrong already nothing more is said: it may be a consequence.
    """
    if not isinstance(error, PartlyWrong):
        return error.problems
    lines = {problem.line for problem in error.problems}
    more = error.locate(plan_catalogue(error.rest, by=by).problems)
    found = (*error.problems, *(problem for problem in more if problem.line not in lines))
    return tuple(sorted(found, key=lambda problem: problem.line))
