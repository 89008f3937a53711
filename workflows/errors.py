"""Why a move is not made. Each error says it in a sentence for the person who tried.

NotPossible
├─ WrongState           the move does not start where the page stands
├─ RightMissing         the person does not hold the right that the move needs
├─ FourEyes             the person submitted or last edited what is under review
├─ Incomplete           something is missing or implausible; `problems` says what and where
├─ CommentMissing       the move needs a reason
├─ WorkflowMissing      no workflow, or one without the review that the page needs
├─ ChangedMeanwhile     what is to be decided is no longer what was handed in
└─ Frozen               touched outside a move; also Django's PermissionDenied

Denial                  the mark of every error that says: she has no right to that
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied


class Denial(Exception):
    """The mark of an error that is raised for want of a right; where known, who and which right.

    Many views answer such errors themselves; a log of them hears of all by `gather_denials`.
    """

    by: Any = None
    right: str = ""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        if (made := _made.get()) is not None:
            made.append(self)


_made: ContextVar[list[Denial] | None] = ContextVar("denials", default=None)


@contextmanager
def gather_denials() -> Iterator[list[Denial]]:
    """Gather the denials that are made from now on, whoever answers them."""
    made: list[Denial] = []
    token = _made.set(made)
    try:
        yield made
    finally:
        _made.reset(token)
        # What was never raised only says on a screen what is missing: guards make such errors, too.
        made[:] = [denial for denial in made if denial.__traceback__ is not None]


class NotPossible(Exception):
    """A move is refused; the text is a translated sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongState(NotPossible):
    """The move does not start where the page stands."""


class RightMissing(NotPossible, Denial):
    """The person does not hold the right that the move needs."""

    def __init__(self, sentence: str, *, by: Any = None, right: str = "") -> None:
        super().__init__(sentence)
        self.by = by
        self.right = right


class FourEyes(NotPossible):
    """The person submitted or last edited what is under review; `told` says it about her."""

    def __init__(self, sentence: str, *, told: str = "") -> None:
        super().__init__(sentence)
        self.told = told or sentence


class Incomplete(NotPossible):
    """Something is missing or implausible."""

    def __init__(self, sentence: str, problems: Sequence[Any] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


class CommentMissing(NotPossible):
    """The move needs a reason."""


class WorkflowMissing(NotPossible):
    """No workflow is assigned, or one without the review that the page needs."""


class ChangedMeanwhile(NotPossible):
    """What is to be decided is no longer what was handed in."""


class Frozen(NotPossible, PermissionDenied):
    """Somebody touched content or publication outside a move.

    Wagtail's views answer PermissionDenied on saving with a message and keep what was typed.
    """
