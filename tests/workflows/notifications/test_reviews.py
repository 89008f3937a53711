"""Reminders of reviews: every stage once, by moving the date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.workflows.conftest import fresh
from workflows import actions
from workflows.models import Lifecycle, ReviewDemand, ReviewReminder
from workflows.notifications.reviews import raise_reviews, stage_at

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    """Write to people without a chosen language in English."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def boss(person: Any) -> Any:
    """Berta is above the owner."""
    return person("berta", "note.release.superior")


@pytest.fixture
def released(note: Any, editor: Any, owner: Any, officer: Any) -> Any:
    """A note that is to be reviewed today."""
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    actions.approve(note, by=officer)
    due(note, TODAY)
    return fresh(note)


def due(page: Any, day: date | None) -> None:
    """Set the date of the next review."""
    Lifecycle.objects.filter(page_id=page.pk).update(next_review_on=day)


@pytest.fixture
def night(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that runs the nightly job some days from the date and returns the mails."""

    def run(days_after: int) -> list[tuple[str, str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            raise_reviews(TODAY + timedelta(days=days_after))
        return sorted((m.to[0].split("@")[0], m.subject) for m in mail.outbox)

    return run


@pytest.mark.parametrize(
    ("days_after", "stage"),
    [(-31, None), (-30, 30), (-8, 30), (-7, 7), (-2, 7), (-1, 1), (0, 0), (6, 0), (7, -7),
     (13, -7), (14, -14), (70, -70)],
)  # fmt: skip
def test_stage_is_the_most_urgent_one(days_after: int, stage: int | None) -> None:
    assert stage_at(TODAY, TODAY + timedelta(days=days_after)) == stage


def test_whole_story_of_a_review_that_nobody_does(released: Any, boss: Any, night: Any) -> None:
    told = {days: night(days) for days in range(-35, 22)}

    both = ("edith", "olga")
    near = [(name, "Review due on 1 March 2027: DNS") for name in both]
    overdue = sorted((name, "Review overdue: DNS") for name in ("berta", *both))
    assert {days: mails for days, mails in told.items() if mails} == {
        -30: near,
        -7: near,
        -1: near,
        0: [(name, "Review demanded: DNS") for name in both],
        7: overdue,
        14: overdue,
        21: overdue,
    }
    demand = ReviewDemand.objects.get()
    assert (demand.reason, demand.key, demand.due_on) == ("date", "2027-03-01", TODAY)


def test_nobody_is_told_twice(released: Any, boss: Any, night: Any) -> None:
    for days in (-7, 0, 7):
        assert night(days)
        assert night(days) == []


def test_missed_nights_are_made_up_for_by_the_most_urgent_stage(
    released: Any, boss: Any, night: Any
) -> None:
    assert night(9) == [
        ("berta", "Review overdue: DNS"),
        ("edith", "Review demanded: DNS"),
        ("olga", "Review demanded: DNS"),
    ]
    assert ReviewReminder.objects.count() == 1


def test_confirmation_begins_anew(released: Any, officer: Any, night: Any) -> None:
    night(0)
    actions.confirm_unchanged(released, by=officer, comment="still true")

    assert night(7) == []
    due(released, TODAY + timedelta(days=365))
    assert night(365 - 30) != []


def test_answered_demand_ends_the_reminders(released: Any, officer: Any, night: Any) -> None:
    night(0)
    actions.resolve_demand(ReviewDemand.objects.get(), by=officer, comment="not needed")

    assert night(7) == []
    assert ReviewDemand.objects.count() == 1


def test_retired_and_unreleased_pages_are_left_alone(
    released: Any, owner: Any, shelf: Any, night: Any
) -> None:
    draft = shelf.add_child(instance=type(released)(title="Draft", owner=owner))
    due(draft, TODAY)
    actions.retire(released, by=owner, comment="gone")

    assert night(0) == []


def test_page_without_a_date_is_never_due(released: Any, night: Any) -> None:
    due(released, None)

    assert night(400) == []


def test_reminder_names_the_page_and_nothing_of_it(
    released: Any, owner: Any, boss: Any, night: Any
) -> None:
    UserProfile.objects.update_or_create(user=owner, defaults={"preferred_language": "de"})

    night(0)
    night(7)

    said = {m.to[0]: m.body for m in mail.outbox if "2027" in m.body}
    assert "1. März 2027" in said["olga@example.org"]
    assert "1 March 2027" in said["edith@example.org"]
    assert all(f"/admin/pages/{released.pk}/edit/" in body for body in said.values())
    assert not any("first" in body for body in said.values())


def test_one_broken_page_keeps_no_other_from_being_reminded_of(
    released: Any, shelf: Any, editor: Any, owner: Any, officer: Any, monkeypatch: Any, capsys: Any
) -> None:
    other = shelf.add_child(instance=type(released)(title="Mail", text="x", owner=editor))
    other.save_revision(user=editor)
    actions.submit(other, by=editor)
    actions.approve(other, by=owner)
    actions.approve(other, by=officer)
    for page in (released, other):
        due(page, timezone.localdate() + timedelta(days=7))
    title = type(released).get_admin_display_title

    def fail_for_one(self: Any) -> str:
        if self.pk == released.pk:
            raise RuntimeError("broken")
        return str(title(self))

    monkeypatch.setattr(type(released), "get_admin_display_title", fail_for_one)
    mail.outbox.clear()

    with pytest.raises(CommandError):
        call_command("raise_reviews")

    assert {m.subject.split(": ")[1] for m in mail.outbox} == {"Mail"}
    assert ReviewReminder.objects.get().page_id == other.pk


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (5, "Nothing was written. Reviews: 1 is near, 0 are due or overdue."),
        (-1, "Nothing was written. Reviews: 0 are near, 1 is due or overdue."),
    ],
)
def test_dry_run_lists_what_is_due_and_writes_nothing(
    days: int, said: str, released: Any, capsys: Any
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    due(released, day)
    mail.outbox.clear()

    with override("en"):
        call_command("raise_reviews", "--dry-run")
        lines = [said, f"{date_format(day)}  DNS"]

    assert capsys.readouterr().out.splitlines() == lines
    assert mail.outbox == []
    assert not ReviewReminder.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Reviews: 1 page reminded of, 1 demand raised."),
        ("de", "Prüfungen: an 1 Seite erinnert, 1 Prüfung verlangt."),
    ],
)
def test_command_counts_one_page_in_proper_words(
    language: str, said: str, released: Any, capsys: Any
) -> None:
    due(released, timezone.localdate())

    with override(language):
        call_command("raise_reviews")

    assert capsys.readouterr().out.strip() == said
