"""The moves as functions: what each one does to state, records and the live page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from tests.workflows.conftest import draft, fresh, rewrite
from workflows import actions
from workflows.errors import (
    ChangedMeanwhile,
    CommentMissing,
    FourEyes,
    Incomplete,
    RightMissing,
    WorkflowMissing,
    WrongState,
)
from workflows.models import Release, ReviewDemand, Submission, TransitionLog
from workflows.signals import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(note: Any, editor: Any) -> Any:
    """A note that waits for the owner."""
    actions.submit(note, by=editor, comment="please")
    return fresh(note)


@pytest.fixture
def owned(submitted: Any, owner: Any) -> Any:
    """A note that waits for the officer."""
    actions.approve(submitted, by=owner, comment="ok")
    return fresh(submitted)


@pytest.fixture
def released(owned: Any, officer: Any) -> Any:
    """A note in version 1."""
    actions.approve(owned, by=officer, comment="fine")
    return fresh(owned)


# Submitting ---------------------------------------------------------------------------------------


def test_submit_freezes_a_fresh_revision(note: Any, editor: Any) -> None:
    before = note.latest_revision_id

    submission = actions.submit(note, by=editor)

    assert submission.revision_id == fresh(note).latest_revision_id != before
    assert submission.content == {"title": "DNS", "text": "first", "number": 1e16}


def test_submit_takes_the_working_version_whatever_object_is_passed(note: Any, editor: Any) -> None:
    rewrite(note, "second", by=editor)

    submission = actions.submit(note, by=editor)

    assert submission.content["text"] == "second"


def test_submit_keeps_who_edited_last(note: Any, editor: Any, owner: Any) -> None:
    rewrite(note, "second", by=owner)

    submission = actions.submit(note, by=editor)

    assert submission.last_edited_by == owner


def test_submit_refuses_what_is_incomplete_and_says_what(note: Any, editor: Any) -> None:
    rewrite(note, "incomplete", by=editor)

    with pytest.raises(Incomplete) as refusal:
        actions.submit(note, by=editor)

    assert len(refusal.value.problems) == 1
    assert fresh(note).status == "draft"


def test_submit_needs_a_workflow(note: Any, editor: Any, workflow: Any) -> None:
    workflow.workflow_pages.all().delete()

    with pytest.raises(WorkflowMissing):
        actions.submit(note, by=editor)


def test_submit_needs_the_final_review_in_the_workflow(
    note: Any, editor: Any, workflow: Any
) -> None:
    workflow.workflow_tasks.last().delete()

    with pytest.raises(WorkflowMissing):
        actions.submit(note, by=editor)


def test_withdraw_opens_the_draft_again(submitted: Any, editor: Any) -> None:
    actions.withdraw(submitted, by=editor)

    assert fresh(submitted).status == "draft"
    assert submitted.current_workflow_state is None
    assert not Submission.objects.filter(closed_at__isnull=True).exists()


# Reviewing ----------------------------------------------------------------------------------------


def test_first_approval_hands_on_to_the_next_step(submitted: Any, owner: Any) -> None:
    release = actions.approve(submitted, by=owner, comment="ok")

    assert release is None
    assert fresh(submitted).status == "in_review"
    assert submitted.current_workflow_task.right == "note.review"


def test_last_approval_releases_exactly_what_was_submitted(owned: Any, officer: Any) -> None:
    submission = Submission.objects.get()

    release = actions.approve(owned, by=officer, comment="fine")

    note = fresh(owned)
    assert (release.number, release.content) == ("1", submission.content)
    assert (note.status, note.live) == ("approved", True)
    assert note.live_revision_id == release.revision_id == submission.revision_id
    assert note.lifecycle.released == release


def test_release_names_everybody_who_signed(released: Any) -> None:
    release = Release.objects.get()

    assert release.submitted_by_name == "Edith Example (edith)"
    assert release.approved_by_name == "Ivo Example (ivo)"
    assert [(a["name"], a["by"], a["comment"]) for a in release.approvals] == [
        ("Fachliche Freigabe", "Olga Example (olga)", "ok"),
        ("Sicherheitsprüfung", "Ivo Example (ivo)", "fine"),
    ]


def test_release_sets_the_next_review(released: Any) -> None:
    assert released.lifecycle.next_review_on == (
        Release.objects.get().approved_at.date() + timedelta(days=365)
    )


def test_nobody_approves_what_they_submitted(note: Any, owner: Any) -> None:
    actions.submit(note, by=owner)

    with pytest.raises(FourEyes):
        actions.approve(note, by=owner)


def test_nobody_approves_what_they_edited_last(note: Any, editor: Any, owner: Any) -> None:
    rewrite(note, "second", by=owner)
    actions.submit(note, by=editor)

    with pytest.raises(FourEyes):
        actions.approve(note, by=owner)


def test_four_eyes_bind_superusers(note: Any, root: Any) -> None:
    actions.submit(note, by=root)

    with pytest.raises(FourEyes):
        actions.approve(note, by=root)


def test_four_eyes_bind_at_later_steps_too(note: Any, root: Any, owner: Any) -> None:
    actions.submit(note, by=root)
    actions.approve(note, by=owner)

    with pytest.raises(FourEyes):
        actions.approve(note, by=root)


def test_approval_needs_the_right_of_the_step_that_waits(submitted: Any, officer: Any) -> None:
    with pytest.raises(RightMissing):
        actions.approve(submitted, by=officer)


def test_approval_is_asked_for_completeness_again(
    submitted: Any, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(submitted), "submission_problems", lambda self: ["a new rule"])

    with pytest.raises(Incomplete):
        actions.approve(submitted, by=owner)


def test_approval_refuses_what_was_changed_after_submission(submitted: Any, owner: Any) -> None:
    revision = Revision.objects.get(pk=submitted.latest_revision_id)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "text": "slipped"})

    with pytest.raises(ChangedMeanwhile):
        actions.approve(submitted, by=owner)


def test_edit_between_two_approvals_is_not_released(owned: Any, editor: Any, officer: Any) -> None:
    draft(owned).save_revision_of_move(editor)

    with pytest.raises(ChangedMeanwhile):
        actions.approve(owned, by=officer)

    assert not Release.objects.exists()


def test_request_changes_needs_a_reason(submitted: Any, owner: Any) -> None:
    with pytest.raises(CommentMissing):
        actions.request_changes(submitted, by=owner, comment="  ")


def test_request_changes_sends_back_to_draft(submitted: Any, owner: Any) -> None:
    actions.request_changes(submitted, by=owner, comment="too short")

    assert fresh(submitted).status == "draft"
    assert submitted.current_workflow_state.status == "needs_changes"


def test_resubmission_starts_at_the_first_step(owned: Any, editor: Any, officer: Any) -> None:
    actions.request_changes(owned, by=officer, comment="too short")
    rewrite(owned, "longer", by=editor)

    submission = actions.submit(owned, by=editor)

    assert owned.current_workflow_task.right == "note.release"
    assert submission.approvals == []


# Versions -----------------------------------------------------------------------------------------


def test_new_version_keeps_the_release_in_force(released: Any, editor: Any) -> None:
    actions.start_version(released, by=editor)
    rewrite(released, "second", by=editor)

    note = fresh(released)
    assert (note.status, note.live, note.text) == ("draft", True, "first")
    assert draft(note).text == "second"


def test_second_version_continues_the_chain(
    released: Any, editor: Any, owner: Any, officer: Any
) -> None:
    actions.start_version(released, by=editor)
    rewrite(released, "second", by=editor)
    actions.submit(released, by=editor)
    actions.approve(released, by=owner)
    second = actions.approve(released, by=officer)

    first = Release.objects.get(sequence=1)
    assert (second.number, second.sequence, second.previous_sha256) == ("2", 2, first.sha256)
    assert fresh(released).text == "second"


def test_abandoned_version_becomes_what_was_released(released: Any, editor: Any) -> None:
    actions.start_version(released, by=editor)
    rewrite(released, "second", by=editor)

    actions.abandon_version(released, by=editor)

    note = fresh(released)
    assert (note.status, note.has_unpublished_changes) == ("approved", False)
    assert note.latest_revision.as_object().text == "first"
    assert "second" in [revision.content["text"] for revision in note.revisions.all()]


def test_abandoning_stops_a_workflow_that_waits_for_changes(
    released: Any, editor: Any, owner: Any
) -> None:
    actions.start_version(released, by=editor)
    actions.submit(released, by=editor)
    actions.request_changes(released, by=owner, comment="no")

    actions.abandon_version(released, by=editor)

    assert released.current_workflow_state is None


def test_first_draft_cannot_be_abandoned(note: Any, editor: Any) -> None:
    with pytest.raises(WrongState):
        actions.abandon_version(note, by=editor)


# Retirement ---------------------------------------------------------------------------------------


def test_retired_page_is_gone_for_readers_and_keeps_its_releases(released: Any, owner: Any) -> None:
    actions.retire(released, by=owner, comment="switched off")

    note = fresh(released)
    assert (note.status, note.live, note.lifecycle.released) == ("retired", False, None)
    assert note.releases.count() == 1


def test_retiring_stops_a_review(submitted: Any, owner: Any) -> None:
    actions.retire(submitted, by=owner, comment="switched off")

    assert submitted.current_workflow_state is None
    assert not Submission.objects.filter(closed_at__isnull=True).exists()


def test_reactivated_page_starts_as_a_draft_and_goes_on_in_its_chain(
    released: Any, editor: Any, owner: Any, officer: Any
) -> None:
    actions.retire(released, by=owner, comment="switched off")
    actions.reactivate(released, by=owner)
    assert fresh(released).status == "draft"

    actions.submit(released, by=editor)
    actions.approve(released, by=owner)
    assert actions.approve(released, by=officer).number == "2"


# Demands and confirmation -------------------------------------------------------------------------


def test_demand_leaves_the_page_released(released: Any) -> None:
    actions.raise_demand(released, ReviewDemand.Reason.INCIDENT, detail="a break-in")

    note = fresh(released)
    assert (note.status, note.live) == ("approved", True)


def test_same_demand_is_raised_once(released: Any) -> None:
    first = actions.raise_demand(released, ReviewDemand.Reason.DEPENDENCY, key="mail")
    second = actions.raise_demand(released, ReviewDemand.Reason.DEPENDENCY, key="mail")

    assert first == second
    assert ReviewDemand.objects.count() == 1


def test_confirmation_is_a_signed_record_that_answers_demands(released: Any, deputy: Any) -> None:
    demand = actions.raise_demand(released, ReviewDemand.Reason.DATE)

    confirmation = actions.confirm_unchanged(released, by=deputy, comment="still true")

    demand.refresh_from_db()
    assert demand.resolved_by == confirmation
    assert (confirmation.kind, confirmation.number) == ("confirmation", "1")
    assert confirmation.fingerprint() == confirmation.sha256
    assert fresh(released).lifecycle.released.kind == "version"


def test_confirmation_takes_four_eyes(note: Any, root: Any, owner: Any, officer: Any) -> None:
    actions.submit(note, by=root)
    actions.approve(note, by=owner)
    actions.approve(note, by=officer)

    with pytest.raises(FourEyes):
        actions.confirm_unchanged(note, by=root, comment="still true")


def test_new_version_answers_demands_raised_before_it_was_submitted(
    released: Any, editor: Any, owner: Any, officer: Any
) -> None:
    early = actions.raise_demand(released, ReviewDemand.Reason.MANUAL)
    ReviewDemand.objects.update(raised_at=timezone.now() - timedelta(hours=1))
    actions.start_version(released, by=editor)
    actions.submit(released, by=editor)
    late = actions.raise_demand(released, ReviewDemand.Reason.INCIDENT)
    ReviewDemand.objects.filter(pk=late.pk).update(raised_at=timezone.now() + timedelta(hours=1))
    actions.approve(released, by=owner)
    release = actions.approve(released, by=officer)

    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.resolved_by, late.resolved_at) == (release, None)


def test_demand_is_closed_with_a_reason(released: Any, officer: Any) -> None:
    demand = actions.raise_demand(released, ReviewDemand.Reason.MANUAL)

    actions.resolve_demand(demand, by=officer, comment="a mistake")

    demand.refresh_from_db()
    assert demand.resolved_at is not None
    with pytest.raises(WrongState):
        actions.resolve_demand(demand, by=officer, comment="again")


# Records ------------------------------------------------------------------------------------------


def test_every_move_is_logged_with_names(released: Any) -> None:
    entries = TransitionLog.objects.order_by("pk")

    assert [(e.move, e.source, e.target, e.by_name, e.comment) for e in entries] == [
        ("submit", "draft", "in_review", "Edith Example (edith)", "please"),
        ("approve", "in_review", "in_review", "Olga Example (olga)", "ok"),
        ("approve", "in_review", "approved", "Ivo Example (ivo)", "fine"),
    ]


def test_moves_show_in_wagtails_history(released: Any) -> None:
    entry = PageLogEntry.objects.filter(page=released.pk, action="workflows.approve").first()

    assert entry.user.username == "ivo"
    assert "1" in entry.message
    assert entry.comment == "fine"


def test_log_outlives_accounts(released: Any, officer: Any) -> None:
    officer.delete()

    entry = TransitionLog.objects.first()
    assert (entry.by, entry.by_name) == (None, "Ivo Example (ivo)")


def test_log_outlives_the_page(note: Any) -> None:
    actions.raise_demand(note, ReviewDemand.Reason.MANUAL)

    fresh(note).delete()

    entry = TransitionLog.objects.get()
    assert (entry.page, entry.page_title) == (None, "DNS")


def test_fingerprint_survives_the_database(released: Any) -> None:
    release = Release.objects.get()

    assert release.fingerprint() == release.sha256


def test_receiver_that_raises_undoes_the_move(note: Any, editor: Any) -> None:
    def refuse(**kwargs: Any) -> None:
        raise RuntimeError("no")

    moved.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            actions.submit(note, by=editor)
    finally:
        moved.disconnect(refuse)

    assert fresh(note).status == "draft"
    assert note.current_workflow_state is None
