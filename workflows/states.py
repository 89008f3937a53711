"""The states of a page's working version and the moves between them, as one readable table.

"Version 3 is live while version 4 is in draft" is not a state: it is a release in force beside the
working state.
Source of the rules: design section 5; `docs/reference/lifecycle.md` shows the same table.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where the working version of a page stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


class Move(StrEnum):
    """The verbs that change a state; each is a function in `workflows.actions`."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    START_VERSION = "start_version"
    ABANDON_VERSION = "abandon_version"
    CONFIRM_UNCHANGED = "confirm_unchanged"
    RETIRE = "retire"
    REACTIVATE = "reactivate"


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which states a move leads where."""

    move: Move
    sources: tuple[State, ...]
    target: State


TRANSITIONS = (
    Transition(Move.SUBMIT, (State.DRAFT,), State.IN_REVIEW),
    Transition(Move.WITHDRAW, (State.IN_REVIEW,), State.DRAFT),
    Transition(Move.REQUEST_CHANGES, (State.IN_REVIEW,), State.DRAFT),
    Transition(Move.APPROVE, (State.IN_REVIEW,), State.APPROVED),
    Transition(Move.START_VERSION, (State.APPROVED,), State.DRAFT),
    Transition(Move.ABANDON_VERSION, (State.DRAFT,), State.APPROVED),
    Transition(Move.CONFIRM_UNCHANGED, (State.APPROVED,), State.APPROVED),
    Transition(Move.RETIRE, (State.DRAFT, State.IN_REVIEW, State.APPROVED), State.RETIRED),
    Transition(Move.REACTIVATE, (State.RETIRED,), State.DRAFT),
)

_BY_MOVE = {transition.move: transition for transition in TRANSITIONS}


def row(move: Move) -> Transition:
    """Return the line of the table for a move."""
    return _BY_MOVE[move]


EDITABLE = frozenset({State.DRAFT})
"""The states in which the page's content may change."""
