"""Records that were written once stay as they are; the state changes by its transitions only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from tests.workflows.conftest import fresh
from workflows import actions
from workflows.models import Lifecycle, Release, TransitionLog
from workflows.records import ImmutableRecordError, fingerprint_of
from workflows.states import Move

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(note: Any, editor: Any, owner: Any, officer: Any) -> Release:
    """Version 1 of the note."""
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    found = actions.approve(note, by=officer)
    assert found is not None
    return found


def test_release_cannot_be_changed(release: Release) -> None:
    release.title = "Other"

    with pytest.raises(ImmutableRecordError):
        release.save()


def test_release_cannot_be_deleted(release: Release) -> None:
    with pytest.raises(ImmutableRecordError):
        release.delete()


@pytest.mark.parametrize("model", [Release, TransitionLog])
def test_records_cannot_be_changed_in_bulk(release: Release, model: Any) -> None:
    with pytest.raises(ImmutableRecordError):
        model.objects.all().update(comment="x")
    with pytest.raises(ImmutableRecordError):
        model.objects.all().delete()
    with pytest.raises(ImmutableRecordError):
        model.objects.bulk_update(model.objects.all(), ["comment"])


@pytest.mark.parametrize(
    "changes",
    [
        {"content": {}}, {"number": "9"}, {"title": "Other"}, {"kind": "confirmation"},
        {"previous_sha256": "0"}, {"revision_sha256": "0"}, {"submitted_by_name": "X"},
        {"approved_by_name": "X"}, {"comment": "X"}, {"approvals": []}, {"sequence": 7},
        {"approved_at": timezone.now().replace(year=2000)},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_fingerprint_covers_everything_a_release_states(
    release: Release, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        setattr(release, name, value)

    assert release.fingerprint() != release.sha256


def test_releases_from_before_there_were_deputies_stay_valid() -> None:
    fields = {
        "page_id": 7, "kind": "version", "title": "Sicherheitskonzept für DNS",
        "content": {"answers": {"purpose": "Namen"}}, "revision_sha256": "ab" * 32,
        "submitted_by_name": "Olga Owner (olga)", "approved_by_name": "Ina Isb (ina)",
        "submitted_at": datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
        "approved_at": datetime(2026, 1, 6, 10, tzinfo=UTC), "comment": "Gut.",
        "approvals": [{"task": 1, "by": "Ina Isb (ina)", "by_id": 3, "comment": "Gut."}],
    }  # fmt: skip
    # Signed by the version before the two names came in.
    signed = (
        "2a7f07ac7994a42cf212224353a87e2a0ceef4a655399a22c026afc4f58c4988",
        "f822f6471886fd6dc881a5f6f0cecd707db6bfdb56ed02792b159e7567dda039",
    )

    first = Release(sequence=1, number="1", **fields)
    second = Release(sequence=2, number="2", previous_sha256=signed[0], **fields)

    assert (first.fingerprint(), second.fingerprint()) == signed
    for name in ("submitted_for_name", "approved_for_name"):
        assert Release(sequence=1, number="1", **fields, **{name: "X"}).fingerprint() != signed[0]


def test_people_of_a_release_are_named_once_each(release: Release) -> None:
    release.submitted_by_name = release.approved_by_name = "Olga"
    release.approvals = [{"by": "Ina"}, {"by": "Olga"}, {}]

    assert release.people == ["Olga", "Ina"]


def test_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert fingerprint_of({"a": 1, "b": [1, 2]}) == fingerprint_of({"b": [1, 2], "a": 1})
    assert fingerprint_of({"a": [1, 2]}) != fingerprint_of({"a": [2, 1]})


def test_page_with_a_release_cannot_be_deleted_by_code(release: Release, note: Any) -> None:
    with pytest.raises(Exception, match="protected"):
        fresh(note).delete()


def test_state_cannot_be_assigned(note: Any) -> None:
    lifecycle = Lifecycle.objects.get(page_id=note.pk)

    with pytest.raises(AttributeError):
        lifecycle.state = "approved"


def test_state_follows_the_table(note: Any) -> None:
    with pytest.raises(TransitionNotAllowed):
        Lifecycle.objects.get(page_id=note.pk).make(Move.APPROVE)


def test_stale_lifecycle_cannot_be_saved(note: Any) -> None:
    first, second = (Lifecycle.objects.get(page_id=note.pk) for _ in range(2))
    first.make(Move.SUBMIT)

    with pytest.raises(ConcurrentTransition):
        second.make(Move.RETIRE)


def test_state_is_not_part_of_a_revision(note: Any, editor: Any) -> None:
    before = note.latest_revision
    actions.submit(note, by=editor)

    assert before.as_object().status == "in_review"
