"""Links by which people choose a password: good once, for a while, in the language of hers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from wagtail.users.models import UserProfile

from concept_pages.actions.password_links import PAUSE, person_of_link, send_forgotten, send_link
from concept_pages.actions.passwords import choose_password, set_first_password
from concept_pages.actions.people import create_person
from concept_pages.models import AuditEntry, PasswordState
from tests.factories.people import UserFactory, holder

pytestmark = pytest.mark.django_db

LINK = re.compile(r"/password/(?P<uid>[^/\s]+)/(?P<token>[^/\s]+)/")


def parts(message: Any) -> tuple[str, str]:
    """Return what the link of a mail is made of."""
    found = LINK.search(message.body)
    assert found
    return found["uid"], found["token"]


@pytest.fixture
def invited(django_capture_on_commit_callbacks: Any) -> Any:
    person = UserFactory.build(username="new", first_name="Nora", last_name="Neu")
    with django_capture_on_commit_callbacks(execute=True):
        create_person(person, by=holder("admin", first_name="Ada", last_name="Amt"), language="en")
    return person


def test_invitation_has_a_link_and_no_password(invited: Any) -> None:
    message = mail.outbox[0]

    assert message.to == [invited.email]
    assert person_of_link(*parts(message)) == invited
    assert not invited.has_usable_password()
    assert "Ada Amt" in message.body


@pytest.mark.parametrize(("language", "word"), [("en", "Hello"), ("de", "Hallo"), ("", "Hallo")])
def test_mail_speaks_the_language_of_the_person(
    language: str, word: str, django_capture_on_commit_callbacks: Any
) -> None:
    person = UserFactory()
    UserProfile.objects.create(user=person, preferred_language=language)

    with django_capture_on_commit_callbacks(execute=True):
        send_link(person, by=holder("admin"))

    assert word in mail.outbox[0].body


def test_next_link_ends_the_one_before(
    invited: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_link(invited, by=holder("admin"))

    assert person_of_link(*parts(mail.outbox[0])) is None
    assert person_of_link(*parts(mail.outbox[1])) == invited


def test_link_is_good_once(invited: Any) -> None:
    choose_password(invited, "a rather long phrase")

    assert person_of_link(*parts(mail.outbox[0])) is None
    assert not PasswordState.objects.get(user=invited).is_invited


@pytest.mark.parametrize(("days", "good"), [(6, True), (8, False)])
def test_link_ends_after_some_days(days: int, good: bool, invited: Any) -> None:
    uid, token = parts(mail.outbox[0])
    with override_settings(INVITATION_DAYS=7):
        state = PasswordState.objects.get(user=invited)
        later = state.link_sent_at + timedelta(days=days)  # type: ignore[operator]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda: later)

            assert (person_of_link(uid, token) is not None) is good


@pytest.mark.parametrize("change", ["address", "deactivated", "first password"])
def test_link_ends_with_what_it_was_made_for(change: str, invited: Any) -> None:
    if change == "address":
        invited.email = "another@example.org"
        invited.save()
    elif change == "deactivated":
        invited.is_active = False
        invited.save()
    else:
        set_first_password(invited, "a rather long phrase", by=holder("admin"))

    assert person_of_link(*parts(mail.outbox[0])) is None


@pytest.mark.parametrize(("uid", "token"), [("MQ", "x-y"), ("%%", "x"), ("OTk5OTk5", "abc-def")])
def test_made_up_links_are_nobodys(uid: str, token: str) -> None:
    assert person_of_link(uid, token) is None


def test_forgotten_password_is_answered_once_in_a_while(
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        send_forgotten(person.email.upper())
        send_forgotten(person.email)
    at_once = len(mail.outbox)
    PasswordState.objects.update(link_sent_at=timezone.now() - PAUSE * 2)
    with django_capture_on_commit_callbacks(execute=True):
        send_forgotten(person.email)

    assert (at_once, len(mail.outbox)) == (1, 2)


@pytest.mark.parametrize("why", ["unknown", "deactivated", "directory", "invited"])
def test_forgotten_password_sends_nothing_where_none_is_kept_here(
    why: str, django_capture_on_commit_callbacks: Any
) -> None:
    person = UserFactory(is_active=why != "deactivated")
    if why in ("directory", "invited"):
        person.set_unusable_password()
        person.save()
    if why == "invited":
        send_link(person, by=holder("admin"))
    with django_capture_on_commit_callbacks(execute=True):
        send_forgotten("nobody@example.org" if why == "unknown" else person.email)

    assert mail.outbox == []


def test_records_say_who_invited_whom_and_never_the_link(invited: Any) -> None:
    created, sent = AuditEntry.objects.order_by("pk")

    assert [created.event, sent.event] == ["person.created", "person.invited"]
    assert "Nora Neu" in sent.about
    assert parts(mail.outbox[0])[1] not in str(sent.detail)
