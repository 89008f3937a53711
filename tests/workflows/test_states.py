"""The table of states is whole: every move has one line, and no state is a dead end."""

from __future__ import annotations

import pytest

from workflows.guards import GUARDS
from workflows.states import EDITABLE, TRANSITIONS, Move, State, row
from workflows.words import EVENTS, VERBS


@pytest.mark.parametrize("move", list(Move))
def test_every_move_has_its_line_guards_and_words(move: Move) -> None:
    assert row(move).move is move
    assert GUARDS[move]
    assert str(VERBS[move])
    assert str(EVENTS[move])


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_left_and_reached(state: State) -> None:
    assert any(state in line.sources and line.target is not state for line in TRANSITIONS)
    assert any(line.target is state for line in TRANSITIONS)


def test_only_drafts_are_edited() -> None:
    assert {State.DRAFT} == EDITABLE
