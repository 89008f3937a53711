"""Which people a move is told to, in which language, and that nothing confidential leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.users.models import UserProfile

from tests.workflows.conftest import fresh
from workflows import actions
from workflows.models import NoticeChoice, ReviewDemand
from workflows.notifications.messages import MESSAGES
from workflows.records import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that makes a move, lets it commit, and returns the mails sent."""

    def commit(move: Any, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            move(*args, **kwargs)
        return sorted((m.to[0].split("@")[0], m.subject) for m in mail.outbox)

    return commit


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    """Write to people without a chosen language in English."""
    settings.LANGUAGE_CODE = "en"


def test_submission_asks_the_reviewers_of_the_first_step(
    note: Any, editor: Any, owner: Any, officer: Any, sent: Any
) -> None:
    assert sent(actions.submit, note, by=editor) == [("olga", "Please review: DNS")]


def test_superusers_are_asked_only_where_nobody_else_is(
    note: Any, editor: Any, owner: Any, root: Any, sent: Any
) -> None:
    root.groups.add(*owner.groups.all())
    assert sent(actions.submit, note, by=editor) == [("olga", "Please review: DNS")]
    actions.withdraw(note, by=editor)

    owner.groups.clear()

    assert sent(actions.submit, note, by=editor) == [("sue", "Please review: DNS")]


def test_approval_asks_the_next_step(
    note: Any, editor: Any, owner: Any, officer: Any, deputy: Any, sent: Any
) -> None:
    actions.submit(note, by=editor)

    assert sent(actions.approve, note, by=owner) == [
        ("dora", "Please review: DNS"),
        ("ivo", "Please review: DNS"),
    ]


def test_release_is_told_to_its_authors(
    note: Any, editor: Any, owner: Any, officer: Any, sent: Any
) -> None:
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)

    assert sent(actions.approve, note, by=officer) == [("edith", "Released: DNS")]


def test_request_for_changes_is_told_to_its_authors(
    note: Any, editor: Any, owner: Any, sent: Any
) -> None:
    actions.submit(note, by=editor)

    found = sent(actions.request_changes, note, by=owner, comment="secret detail")

    assert found == [("edith", "Changes requested: DNS")]


def test_nobody_is_told_about_her_own_move(note: Any, owner: Any, sent: Any) -> None:
    assert sent(actions.submit, note, by=owner) == []


def test_withdrawal_is_told_to_who_was_asked(note: Any, editor: Any, owner: Any, sent: Any) -> None:
    actions.submit(note, by=editor)

    assert sent(actions.withdraw, note, by=editor) == [("olga", "Withdrawn: DNS")]


def test_demand_is_told_to_the_editors(note: Any, editor: Any, sent: Any) -> None:
    found = sent(actions.raise_demand, note, ReviewDemand.Reason.INCIDENT, detail="secret detail")

    assert found == [("edith", "Review demanded: DNS")]


def test_mails_carry_no_content_and_no_comments(
    note: Any, editor: Any, owner: Any, officer: Any, sent: Any
) -> None:
    sent(actions.submit, note, by=editor, comment="secret comment")
    bodies = [m.body for m in mail.outbox]
    sent(actions.request_changes, note, by=owner, comment="secret comment")
    bodies += [m.body for m in mail.outbox]

    assert len(bodies) == 2
    for body in bodies:
        assert "secret comment" not in body
        assert "first" not in body


def test_mail_links_to_the_review(note: Any, editor: Any, owner: Any, sent: Any) -> None:
    sent(actions.submit, note, by=editor)

    assert f"http://testserver/admin/lifecycle/{note.pk}/review/" in mail.outbox[0].body


def test_mail_speaks_the_language_of_its_reader(
    note: Any, editor: Any, owner: Any, sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = UserProfile.get_for_user(owner)
    profile.preferred_language = "de"
    profile.save()
    monkeypatch.setattr(
        type(note), "get_admin_display_title", lambda self: _said_in_active_language()
    )

    sent(actions.submit, note, by=editor)

    assert "title in de" in mail.outbox[0].subject


def _said_in_active_language() -> str:
    return f"title in {get_language()}"


def test_people_can_turn_notices_off_but_not_tasks(
    note: Any, editor: Any, owner: Any, sent: Any
) -> None:
    for person in (editor, owner):
        NoticeChoice.objects.create(user=person, returned=Delivery.NONE, reviews=Delivery.NONE)

    assert sent(actions.raise_demand, note, ReviewDemand.Reason.INCIDENT) == []
    assert sent(actions.submit, note, by=editor) == [("olga", "Please review: DNS")]
    assert sent(actions.request_changes, note, by=owner, comment="why") == []


def test_people_without_an_address_are_left_out(
    note: Any, editor: Any, owner: Any, sent: Any
) -> None:
    owner.email = ""
    owner.save()

    assert sent(actions.submit, note, by=editor) == []


def test_title_cannot_break_the_subject(note: Any, editor: Any, owner: Any, sent: Any) -> None:
    Page.objects.filter(pk=note.pk).update(title="DNS\nBcc: everybody@example.org")
    note = fresh(note)
    note.save_revision(user=editor)

    ((_person, subject),) = sent(actions.submit, note, by=editor)

    assert subject == "Please review: DNS Bcc: everybody@example.org"


def test_wagtails_own_mails_stay_silent(
    note: Any, editor: Any, owner: Any, officer: Any, settings: Any, sent: Any
) -> None:
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = True

    sent(actions.submit, note, by=editor)

    assert {m.subject for m in mail.outbox} == {"Please review: DNS"}


def test_every_message_can_be_written() -> None:
    facts = {"person": "Olga", "title": "DNS", "number": "1", "date": "1.1.2027"}

    for message in MESSAGES.values():
        assert "DNS" in str(message.subject) % facts
        assert "DNS" in str(message.body) % facts
