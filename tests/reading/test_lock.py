"""Guessing passwords ends soon, for existing accounts and others alike."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client, override_settings
from django.utils import timezone

from concept_pages.access.lock import locked_accounts
from concept_pages.actions.people import lift_lock
from concept_pages.models import AuditEntry
from tests.factories.people import PASSWORD, UserFactory, holder

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
WRONG = "wrong"


def attempt(client: Client, account: str, password: str = WRONG, **extra: Any) -> Any:
    data = {"username": account, "password": password, "next": "/"}
    return client.post(LOGIN, data, **extra)


def said(response: Any) -> str:
    """Return a page without the token against forged requests, which is another one each time."""
    return re.sub(r'"[A-Za-z0-9]{64}"', "", response.content.decode())


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_account_is_locked_after_five_failures_with_the_same_words_as_none(
    english: Client,
) -> None:
    person = UserFactory()
    for account in (person.username, "nobody"):
        statuses = [attempt(english, account).status_code for _ in range(5)]
        assert statuses == [200] * 4 + [429]

    ours, none = attempt(english, person.username, PASSWORD), attempt(english, "nobody")

    assert (ours.status_code, none.status_code) == (429, 429)
    assert said(ours) == said(none)
    assert "not possible for 15 minutes" in ours.content.decode()
    assert AuditEntry.objects.filter(event="login.locked").count() == 2


def test_spelling_of_the_account_makes_no_difference(english: Client) -> None:
    names = ["ada", "ADA", "Ada ", " ada", "aDa"]

    assert [attempt(english, name).status_code for name in names][-1] == 429


def test_other_addresses_still_get_in_until_there_were_many_failures(english: Client) -> None:
    person = UserFactory()
    for _ in range(5):
        attempt(english, person.username, REMOTE_ADDR="10.0.0.1")
    elsewhere = attempt(english, person.username, PASSWORD, REMOTE_ADDR="10.0.0.2")
    english.logout()
    for number in range(10, 25):
        last = attempt(english, person.username, REMOTE_ADDR=f"10.0.0.{number}")

    assert elsewhere.status_code == 302
    assert last.status_code == 429
    assert attempt(english, person.username, PASSWORD, REMOTE_ADDR="10.0.9.9").status_code == 429


def test_success_forgets_failures(english: Client) -> None:
    person = UserFactory()
    for _ in range(4):
        attempt(english, person.username)
    attempt(english, person.username, PASSWORD)
    english.logout()

    assert attempt(english, person.username).status_code == 200


def test_lock_ends_by_itself(english: Client) -> None:
    person = UserFactory()
    for _ in range(7):
        attempt(english, person.username)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert not locked_accounts()
    assert attempt(english, person.username, PASSWORD).status_code == 302


def test_administrator_lifts_a_lock(english: Client) -> None:
    person = holder("reader", username="Lena")
    for _ in range(5):
        attempt(english, "Lena")
    was_locked = locked_accounts()

    lift_lock(person, by=holder("admin"))

    assert (was_locked, locked_accounts()) == ({"lena"}, frozenset())
    assert attempt(english, "Lena", PASSWORD).status_code == 302
    assert AuditEntry.objects.filter(event="login.unlocked").count() == 1


@pytest.mark.parametrize(("proxy", "locked"), [(True, False), (False, True)])
def test_address_comes_from_the_proxy_only_where_there_is_one(
    proxy: bool, locked: bool, english: Client
) -> None:
    person = UserFactory()
    with override_settings(BEHIND_PROXY=proxy):
        for _ in range(5):
            attempt(english, person.username, headers={"x-forwarded-for": "1.1.1.1, 10.0.0.1"})
        other = attempt(
            english, person.username, PASSWORD, headers={"x-forwarded-for": "1.1.1.1, 10.0.0.2"}
        )

    assert (other.status_code == 429) is locked


def test_no_password_is_kept_with_a_failure(english: Client) -> None:
    attempt(english, "ada", "a secret nobody may see")

    kept = AccessAttempt.objects.get()
    assert "secret" not in f"{kept.post_data}{kept.get_data}"
