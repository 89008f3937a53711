"""`check_integrity` finds what was changed behind the back of the lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from tests.workflows.conftest import fresh
from tests.workflows.notes.models import NotePage
from workflows import actions
from workflows.integrity import breaches
from workflows.models import Lifecycle, Release, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(note: Any, editor: Any) -> NotePage:
    """A note that waits for the owner."""
    actions.submit(note, by=editor)
    return fresh(note)


@pytest.fixture
def released(in_review: Any, owner: Any, officer: Any) -> NotePage:
    """A note in version 1."""
    actions.approve(in_review, by=owner)
    actions.approve(in_review, by=officer)
    return fresh(in_review)


@pytest.fixture
def twice(released: Any, editor: Any, owner: Any, officer: Any) -> NotePage:
    """A note in version 2, confirmed once."""
    actions.start_version(released, by=editor)
    actions.submit(released, by=editor)
    actions.approve(released, by=owner)
    actions.approve(released, by=officer)
    actions.confirm_unchanged(released, by=officer, comment="holds")
    return fresh(released)


def tamper(model: Any, **changes: Any) -> None:
    """Change rows as somebody with access to the database would."""
    model._base_manager.update(**changes)


def found() -> list[str]:
    """Return the sentences of what is broken."""
    return [breach.sentence for breach in breaches()]


@pytest.mark.parametrize("state", ["note", "in_review", "released", "twice"])
def test_all_is_well_after_moves(request: pytest.FixtureRequest, state: str) -> None:
    request.getfixturevalue(state)

    assert found() == []


def test_all_is_well_through_a_whole_life(twice: Any, editor: Any, owner: Any) -> None:
    actions.start_version(twice, by=editor)
    actions.submit(twice, by=editor)
    actions.request_changes(twice, by=owner, comment="no")
    assert found() == []
    actions.abandon_version(twice, by=editor)
    assert found() == []
    actions.retire(twice, by=owner, comment="gone")
    assert found() == []
    actions.reactivate(twice, by=owner)
    assert found() == []


def _content(page: NotePage) -> None:
    tamper(Release, content={"text": "tampered"})


def _signature(page: NotePage) -> None:
    release = Release.objects.order_by("sequence").last()
    Release._base_manager.filter(pk=release.pk).update(approved_by_name="Somebody else")


def _missing_release(page: NotePage) -> None:
    Lifecycle.objects.update(released=None)
    first = Release.objects.get(sequence=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workflows_transitionlog SET release_id = NULL")
        cursor.execute("DELETE FROM workflows_release WHERE id = %s", [first.pk])


def _live_without_release(page: NotePage) -> None:
    tamper(Lifecycle, released=None)


def _hidden(page: NotePage) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def _other_revision_live(page: NotePage) -> None:
    Page.objects.filter(pk=page.pk).update(live_revision=page.revisions.order_by("pk").first())


def _revision_rewritten(page: NotePage) -> None:
    revision = Revision.objects.get(pk=page.live_revision_id)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "text": "x"})


def _revision_gone(page: NotePage) -> None:
    WorkflowState.objects.all().delete()
    key = page.live_revision_id
    Page.objects.filter(pk=page.pk).update(live_revision=None, latest_revision=None)
    revisions = Revision.objects.filter(pk=key)
    revisions._raw_delete(revisions.db)  # as somebody with access to the database would


def _own_approval(page: NotePage) -> None:
    release = Release.objects.order_by("sequence").last()
    tamper(Release, approved_by=release.submitted_by)


def _other_state(page: NotePage) -> None:
    tamper(Lifecycle, state="retired")


def _no_lifecycle(page: NotePage) -> None:
    Submission.objects.all().delete()
    Lifecycle.objects.all().delete()


@pytest.mark.parametrize(
    "break_it",
    [
        _content, _signature, _missing_release, _live_without_release, _hidden,
        _other_revision_live, _revision_rewritten, _revision_gone, _own_approval, _other_state,
        _no_lifecycle,
    ],
)  # fmt: skip
def test_broken_release_is_found(twice: Any, break_it: Callable[[NotePage], None]) -> None:
    break_it(twice)

    assert found()


def _submission_rewritten(page: NotePage) -> None:
    tamper(Submission, content={"text": "tampered"})


def _submission_closed(page: NotePage) -> None:
    tamper(Submission, closed_at=timezone.now())


def _workflow_stopped(page: NotePage) -> None:
    tamper(WorkflowState, status=WorkflowState.STATUS_CANCELLED)


def _saved_under_review(page: NotePage) -> None:
    page.save_revision_of_move(None)


@pytest.mark.parametrize(
    "break_it",
    [_submission_rewritten, _submission_closed, _workflow_stopped, _saved_under_review],
)
def test_broken_review_is_found(in_review: Any, break_it: Callable[[NotePage], None]) -> None:
    break_it(in_review)

    assert found()


def test_command_says_one_line_where_all_is_well(released: Any, capsys: Any) -> None:
    call_command("check_integrity")

    output = capsys.readouterr().out
    assert output.count("\n") == 1
    assert "1" in output


def test_command_lists_breaches_and_fails(released: Any, capsys: Any) -> None:
    tamper(Release, content={})

    with pytest.raises(CommandError) as error:
        call_command("check_integrity")

    assert error.value.returncode == 1
    assert "DNS 1" in capsys.readouterr().err


def test_check_reads_the_same_number_of_times_for_many(
    released: Any, shelf: Any, editor: Any, owner: Any, officer: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert found() == []
        return len(context)

    one = queries()
    for _ in range(2):
        page = shelf.add_child(instance=NotePage(title="N", text="x"))
        page.save_revision(user=editor)
        actions.submit(page, by=editor)
        actions.approve(page, by=owner)
        actions.approve(page, by=officer)

    assert queries() == one
