"""Two people at once: one of them is told, and there is one release."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import TaskState

from tests.meanwhile import at_once
from tests.workflows.conftest import fresh
from workflows import actions
from workflows.integrity import breaches
from workflows.models import Release, TransitionLog

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_approvals_at_once_make_one_release(
    note: Any, editor: Any, owner: Any, officer: Any, deputy: Any
) -> None:
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)

    outcomes = at_once(
        lambda: actions.approve(note, by=officer), lambda: actions.approve(note, by=deputy)
    )

    assert outcomes == ["done", "refused"]
    assert Release.objects.count() == 1
    assert list(breaches()) == []


def test_two_approvals_at_once_through_wagtails_task_make_one_release(
    note: Any, editor: Any, owner: Any, officer: Any, deputy: Any
) -> None:
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    waiting = [TaskState.objects.get(status="in_progress") for _ in range(2)]

    outcomes = at_once(
        *(
            lambda state=state, by=by: state.task.specific.on_action(state, by, "approve")
            for state, by in zip(waiting, (officer, deputy), strict=True)
        )
    )

    assert outcomes == ["done", "refused"]
    assert Release.objects.count() == 1


def test_approval_and_withdrawal_at_once_end_in_one_of_both(
    note: Any, editor: Any, owner: Any, officer: Any
) -> None:
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)

    outcomes = at_once(
        lambda: actions.approve(note, by=officer), lambda: actions.withdraw(note, by=editor)
    )

    assert outcomes == ["done", "refused"]
    assert fresh(note).status in ("approved", "draft")
    assert list(breaches()) == []


def test_two_submissions_at_once_make_one(note: Any, editor: Any, owner: Any) -> None:
    outcomes = at_once(
        lambda: actions.submit(note, by=editor), lambda: actions.submit(note, by=owner)
    )

    assert outcomes == ["done", "refused"]
    assert TransitionLog.objects.count() == 1


def test_save_and_submission_at_once_leave_nothing_unreviewed(
    note: Any, editor: Any, owner: Any
) -> None:
    def save() -> None:
        page = fresh(note).get_latest_revision_as_object()
        page.text = "late"
        page.save_revision(user=owner)

    at_once(save, lambda: actions.submit(note, by=editor))

    page = fresh(note)
    assert page.status == "in_review"
    assert page.latest_revision_id == page.lifecycle.submissions.get().revision_id
