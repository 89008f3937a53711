"""The moves as functions: what each one does to state, records and the live page."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workflows.conftest import fresh, rewrite

from workflows import actions
from workflows.errors import NotPossible

pytestmark = pytest.mark.django_db


def test_two_approvals_release(note: Any, editor: Any, owner: Any, officer: Any) -> None:
    actions.submit(note, by=editor)
    assert actions.approve(note, by=owner) is None
    release = actions.approve(note, by=officer, comment="fine")

    note = fresh(note)
    assert release.number == "1"
    assert note.status == "approved"
    assert note.live
    assert note.live_revision_id == release.revision_id
    assert note.lifecycle.released == release
