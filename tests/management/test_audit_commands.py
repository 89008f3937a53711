"""The audit log on the command line: exported whole, and kept no longer than wanted."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from concept_pages.actions.audit import record
from concept_pages.actions.deputies import name_deputy
from concept_pages.models import AuditEntry
from concept_pages.queries.happenings import stamp
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import UserFactory, holder
from workflows.actions import submit
from workflows.models import TransitionLog
from workflows.people import name_of
from workflows.records.release import ImmutableRecordError

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event


def aged(about: str, *, days: int) -> AuditEntry:
    """Return a line that was written so many days ago."""
    entry = record(EVENT.ROLE_CREATED, by=None, about=about)
    with connection.cursor() as cursor:
        sql = "UPDATE concept_pages_auditentry SET at = %s WHERE id = %s"
        cursor.execute(sql, [timezone.now() - timedelta(days=days), entry.pk])
    return entry


# Append-only --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(about="x"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["about"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"about": "x"}),
        lambda entry: AuditEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["about"]
        ),
        lambda entry: AuditEntry.objects.bulk_create([entry], None, False, True, ["about"], ["id"]),
    ],
)
def test_no_door_changes_or_deletes_a_line(change: Any) -> None:
    entry = record(EVENT.ROLE_CREATED, by=None, about="As it was")
    entry.about = "x"

    with pytest.raises(ImmutableRecordError):
        change(entry)

    assert AuditEntry.objects.get().about == "As it was"


def test_new_line_takes_no_place_of_another() -> None:
    entry = record(EVENT.ROLE_CREATED, by=None, about="As it was")

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry(pk=entry.pk, at=entry.at, event=entry.event, about="x").save()

    assert AuditEntry.objects.get().about == "As it was"


def test_only_the_purge_goes_past_the_guards() -> None:
    found = [
        path.name
        for room in ("concept_pages", "workflows")
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        if "_raw_delete" in path.read_text("utf-8")
    ]

    assert found == ["purge_audit.py"]


# Purge --------------------------------------------------------------------------------------------


def test_purge_deletes_what_is_too_old_and_says_so_in_the_log(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.AUDIT_KEEP_DAYS = 30
    submitted_concept()
    moves = TransitionLog.objects.count()
    aged("old", days=31)
    aged("kept", days=29)

    call_command("purge_audit")

    left = list(AuditEntry.objects.order_by("pk"))
    assert [entry.about for entry in left if entry.event == EVENT.ROLE_CREATED] == ["kept"]
    assert left[-1].event == EVENT.AUDIT_PURGED
    assert left[-1].detail["count"] == 1
    assert "1 " in capsys.readouterr().out
    assert TransitionLog.objects.count() == moves


def test_purge_on_trial_deletes_nothing(settings: Any) -> None:
    settings.AUDIT_KEEP_DAYS = 30
    aged("old", days=31)

    call_command("purge_audit", dry_run=True)

    assert [entry.about for entry in AuditEntry.objects.all()] == ["old"]


def test_purge_without_anything_old_leaves_no_line(settings: Any) -> None:
    settings.AUDIT_KEEP_DAYS = 30
    aged("kept", days=29)

    call_command("purge_audit")

    assert AuditEntry.objects.count() == 1


def test_zero_days_keep_everything(settings: Any) -> None:
    settings.AUDIT_KEEP_DAYS = 0
    aged("old", days=5_000)

    call_command("purge_audit")

    assert AuditEntry.objects.count() == 1


# Export -------------------------------------------------------------------------------------------


def test_export_writes_both_logs_and_is_itself_a_line(tmp_path: Path) -> None:
    page = submitted_concept()
    record(EVENT.ROLE_CREATED, by=None, about="=1+1", detail={"rights": ["concept.read"]})
    file = tmp_path / "audit.csv"

    call_command("export_audit", output=file)

    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    role = next(row for row in rows if row["event"] == EVENT.ROLE_CREATED)
    assert role["about"] == "'=1+1"
    assert json.loads(role["detail"]) == {"rights": ["concept.read"]}
    assert {"page.submit"} <= {row["event"] for row in rows if row["about"] == page.title}
    assert role["at"] == stamp(AuditEntry.objects.get(event=EVENT.ROLE_CREATED).at)
    assert AuditEntry.objects.first().about == "audit.csv"
    assert AuditEntry.objects.first().detail == {"command": "export_audit", "format": "CSV"}


@pytest.mark.parametrize("written", ["csv", "jsonl"])
def test_export_says_as_whose_deputy_a_page_was_moved(
    written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = concept_draft()
    owner, deputy = holder("owner", page.get_parent().specific), UserFactory()
    today = timezone.localdate()
    name_deputy(owner, deputy, by=owner, starts_on=today, ends_on=today)
    submit(page, by=deputy)
    capsys.readouterr()

    call_command("export_audit", format=written)

    out = capsys.readouterr().out.splitlines()
    rows = [json.loads(line) for line in out] if written == "jsonl" else list(csv.DictReader(out))
    (move,) = (row for row in rows if row["event"] == "page.submit" and row["about"] == page.title)
    detail = move["detail"] if written == "jsonl" else json.loads(move["detail"])
    assert (move["by"], detail["deputy_of"]) == (name_of(deputy), [name_of(owner)])


def test_export_since_a_day_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    aged("long ago", days=400)
    aged("lately", days=2)
    since = (datetime.now(UTC) - timedelta(days=10)).date().isoformat()

    call_command("export_audit", since=since, format="jsonl")

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["about"] for row in rows] == ["lately"]
    assert set(rows[0]) == {"at", "event", "by", "about", "detail", "address", "refused"}


@pytest.mark.parametrize(("since", "written"), [("0001-01-01", 1), ("9999-12-31", 0)])
def test_export_since_the_first_or_the_last_day_there_is(
    since: str, written: int, capsys: pytest.CaptureFixture[str]
) -> None:
    AuditEntry.objects.all()._raw_delete(AuditEntry.objects.db)
    record(EVENT.ROLE_CREATED, by=None, about="A role")

    call_command("export_audit", since=since, format="jsonl")

    assert len(capsys.readouterr().out.splitlines()) == written


def test_export_since_no_date_is_refused() -> None:
    with pytest.raises(CommandError, match="2026-01-31"):
        call_command("export_audit", since="yesterday")

    assert not AuditEntry.objects.exists()
