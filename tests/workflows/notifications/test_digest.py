"""The daily mail: one for each person and day, with everything once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.users.models import UserProfile

from workflows import actions
from workflows.models import NoticeChoice, WaitingNotice
from workflows.notifications.delivery import deliver
from workflows.notifications.digest import last_hour, write_digests
from workflows.notifications.messages import COMMENTED, MESSAGES, written
from workflows.records import Delivery

pytestmark = pytest.mark.django_db


def choose(person: Any, language: str = "en", **choices: str) -> None:
    """Let a person choose how notices come, and in which language."""
    NoticeChoice.objects.update_or_create(user=person, defaults=choices)
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})


def comment_on(page: Any, *people: Any, by: str = "Olga") -> None:
    """Tell people about a comment on a page."""
    readers = type(people[0]).objects.filter(pk__in=[person.pk for person in people])
    deliver(written(MESSAGES[COMMENTED], page, readers, {"person": by}))


def a_day_passes() -> None:
    """Let what waits be from before the hour of the daily mail."""
    WaitingNotice.objects.update(written_at=last_hour() - timedelta(minutes=1))


def test_what_waits_is_joined_to_one_mail_a_day(note: Any, editor: Any) -> None:
    choose(editor, comments=Delivery.DAILY)
    comment_on(note, editor, by="Olga")
    comment_on(note, editor, by="Ivo")
    comment_on(note, editor, by="Ivo")
    assert mail.outbox == []
    a_day_passes()

    assert [write_digests(), write_digests()] == [1, 0]

    (message,) = mail.outbox
    assert message.to == ["edith@example.org"]
    assert message.subject == "SecDoc: 2 notices"
    assert message.body.count("Ivo commented on “DNS”.") == 1
    assert message.body.count("Olga commented on “DNS”.") == 1
    assert f"/admin/pages/{note.pk}/edit/" in message.body


def test_what_is_written_after_the_hour_waits_for_the_next_day(note: Any, editor: Any) -> None:
    choose(editor, comments=Delivery.DAILY)
    comment_on(note, editor)

    assert write_digests() == 0
    assert WaitingNotice.objects.count() == 1


def test_nothing_is_sent_where_nothing_waits(db: None) -> None:
    assert write_digests() == 0


def test_each_person_gets_her_own_in_her_language(note: Any, editor: Any, owner: Any) -> None:
    choose(editor, "de", comments=Delivery.DAILY)
    choose(owner, "en", comments=Delivery.DAILY)
    comment_on(note, editor, owner)
    a_day_passes()

    write_digests()

    said = {message.to[0]: message.body for message in mail.outbox}
    assert "hat „DNS“ kommentiert" in said["edith@example.org"]
    assert "commented on “DNS”" in said["olga@example.org"]


def test_who_wants_nothing_any_more_or_has_left_gets_nothing(
    note: Any, editor: Any, owner: Any
) -> None:
    choose(editor, comments=Delivery.DAILY)
    choose(owner, comments=Delivery.DAILY)
    comment_on(note, editor, owner)
    a_day_passes()
    choose(editor, comments=Delivery.NONE)
    owner.is_active = False
    owner.save()

    assert write_digests() == 0
    assert not WaitingNotice.objects.exists()


def test_tasks_do_not_wait(
    note: Any, editor: Any, owner: Any, django_capture_on_commit_callbacks: Any
) -> None:
    choose(owner, **dict.fromkeys(("released", "returned", "reviews"), Delivery.DAILY))

    with django_capture_on_commit_callbacks(execute=True):
        actions.submit(note, by=editor)

    assert [message.to for message in mail.outbox] == [["olga@example.org"]]


@pytest.mark.parametrize(
    ("now", "hour"),
    [("2026-07-01T06:59", "2026-06-30T07:00"), ("2026-07-01T07:00", "2026-07-01T07:00")],
)
def test_hour_is_that_of_the_site(monkeypatch: Any, now: str, hour: str) -> None:
    berlin = timezone.get_default_timezone()
    moment = datetime.fromisoformat(now).replace(tzinfo=berlin)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert last_hour() == datetime.fromisoformat(hour).replace(tzinfo=berlin)


def test_command_writes_digests_and_sends_them(
    note: Any, editor: Any, capsys: Any, settings: Any
) -> None:
    choose(editor, comments=Delivery.DAILY)
    comment_on(note, editor)
    a_day_passes()

    call_command("send_mail_queue")

    assert len(mail.outbox) == 1
    assert "1 " in capsys.readouterr().out
