"""The table of moves: state × move × right, each cell tried through the action itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflows.conftest import ALL_RIGHTS, fresh
from workflows import actions
from workflows.errors import NotPossible, RightMissing, WrongState
from workflows.states import Move, State, row

pytestmark = pytest.mark.django_db

RIGHT_OF = {
    Move.SUBMIT: "note.edit",
    Move.WITHDRAW: "note.edit",
    Move.REQUEST_CHANGES: "note.release",
    Move.APPROVE: "note.release",
    Move.START_VERSION: "note.edit",
    Move.ABANDON_VERSION: "note.edit",
    Move.CONFIRM_UNCHANGED: "note.review",
    Move.RETIRE: "note.retire",
    Move.REACTIVATE: "note.retire",
}
"""What each move needs; where the page is under review, the owner's step waits."""


def make(move: Move, page: Any, by: Any) -> None:
    """Make a move with a reason, whether or not it needs one."""
    getattr(actions, move.value)(page, by=by, comment="because")


def put(page: Any, state: State, *, editor: Any, owner: Any, officer: Any) -> Any:
    """Bring a fresh draft into a state, by moves."""
    if state is State.IN_REVIEW:
        actions.submit(page, by=editor)
    if state is State.APPROVED:
        actions.submit(page, by=editor)
        actions.approve(page, by=owner)
        actions.approve(page, by=officer)
    if state is State.RETIRED:
        actions.retire(page, by=owner, comment="gone")
    return fresh(page)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("held", [True, False], ids=["right", "no right"])
def test_table_of_moves(
    note: Any, editor: Any, owner: Any, officer: Any, person: Callable[..., Any],
    state: State, move: Move, held: bool,
) -> None:  # fmt: skip
    page = put(note, state, editor=editor, owner=owner, officer=officer)
    rights = [RIGHT_OF[move]] if held else [r for r in ALL_RIGHTS if r != RIGHT_OF[move]]
    if move is Move.WITHDRAW and not held:
        rights = ["note.read"]  # reviewers may withdraw as well
    someone = person("anna", *rights)
    starts_here = state in row(move).sources

    if starts_here and held and move is not Move.ABANDON_VERSION:
        make(move, page, someone)
        expected = State.IN_REVIEW if move is Move.APPROVE else row(move).target
        assert fresh(page).status == expected
    else:
        with pytest.raises(NotPossible) as refusal:
            make(move, page, someone)
        assert fresh(page).status == state
        if starts_here and not held and move is not Move.ABANDON_VERSION:
            assert isinstance(refusal.value, RightMissing)
        if not starts_here:
            assert isinstance(refusal.value, WrongState)


def test_superuser_holds_every_right_but_not_every_state(note: Any, root: Any) -> None:
    with pytest.raises(WrongState):
        actions.reactivate(note, by=root)

    actions.submit(note, by=root)
    assert fresh(note).status == "in_review"


def test_inactive_account_may_nothing(note: Any, editor: Any) -> None:
    editor.is_active = False
    editor.save()

    with pytest.raises(RightMissing):
        actions.submit(note, by=editor)
