"""Everybody sees her open sessions, and ends them at once; nobody those of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concept_pages.models import AuditEntry, OpenSession
from tests.factories.people import PASSWORD, holder

pytestmark = pytest.mark.django_db

PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TELEPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def reader() -> Any:
    return holder("reader")


def browser(person: Any, agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    """Return a browser in which the person has signed in through the form and looked around."""
    client = Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR=address)
    client.post("/admin/login/", {"username": person.username, "password": PASSWORD, "next": "/"})
    assert client.get("/").status_code == 200
    return client


def row_of(client: Client) -> OpenSession:
    return OpenSession.objects.get(session_id=client.session.session_key)


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/").status_code == 200)


def test_sessions_are_listed_in_plain_words(reader: Any) -> None:
    browser(reader, TELEPHONE, "198.51.100.9")
    client = browser(reader)

    page = client.get(PAGE)

    first, second = page.context["sessions"]
    assert (first.is_this, first.browser, first.system) == (True, "Firefox", "Linux")
    assert (second.is_this, second.browser, second.system) == (False, "Safari", "iPhone")
    text = page.content.decode()
    assert "Firefox on Linux" in text
    assert "198.51.100.9" in text


def test_key_of_a_session_is_never_shown(reader: Any) -> None:
    other, client = browser(reader), browser(reader)

    text = client.get(PAGE).content.decode()

    assert other.session.session_key not in text
    assert client.session.session_key not in text


def test_session_of_somebody_else_is_neither_listed_nor_ended(reader: Any) -> None:
    stranger = browser(holder("reader"), TELEPHONE)
    client = browser(reader)

    assert len(client.get(PAGE).context["sessions"]) == 1
    client.post(PAGE, {"end": row_of(stranger).pk})
    client.post(PAGE, {"end": "others"})

    assert is_signed_in(stranger)


def test_session_is_ended_at_once(reader: Any) -> None:
    lost, client = browser(reader), browser(reader)

    client.post(PAGE, {"end": row_of(lost).pk})

    assert not is_signed_in(lost)
    assert is_signed_in(client)
    entry = AuditEntry.objects.get(event=AuditEntry.Event.SESSION_ENDED)
    assert entry.by == reader


def test_all_other_sessions_are_ended_together(reader: Any) -> None:
    lost, forgotten, client = browser(reader), browser(reader), browser(reader)

    answer = client.post(PAGE, {"end": "others"}, follow=True)

    assert "2 sessions were ended." in answer.content.decode()
    assert [is_signed_in(one) for one in (lost, forgotten, client)] == [False, False, True]


@pytest.mark.parametrize("nonsense", ["", "x", "999999", "-1"])
def test_ending_nothing_is_told(reader: Any, nonsense: str) -> None:
    other, client = browser(reader), browser(reader)

    answer = client.post(PAGE, {"end": nonsense}, follow=True)

    assert "had ended already" in answer.content.decode()
    assert is_signed_in(other)


def test_change_of_the_password_ends_the_others_and_keeps_the_beginning(reader: Any) -> None:
    other, client = browser(reader), browser(reader)
    began = row_of(client).signed_in_at
    new = "ein-ganz-anderes-kennwort"

    client.post("/account/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert [line.is_this for line in client.get(PAGE).context["sessions"]] == [True]
    assert abs(row_of(client).signed_in_at - began) < timedelta(seconds=2)
    assert not is_signed_in(other)


def test_deactivation_ends_the_session(reader: Any) -> None:
    client = browser(reader)
    reader.is_active = False
    reader.save()

    assert not is_signed_in(client)


def test_signing_out_takes_the_row_along(reader: Any) -> None:
    client = browser(reader)

    client.post("/logout/")

    assert not OpenSession.objects.exists()


def test_nightly_job_takes_rows_along(reader: Any) -> None:
    browser(reader)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))

    call_command("clearsessions")

    assert not OpenSession.objects.exists()


def test_use_is_written_at_most_every_five_minutes(reader: Any) -> None:
    client = browser(reader)
    row = row_of(client)
    a_moment_ago = timezone.now() - timedelta(minutes=2)
    OpenSession.objects.update(last_used_at=a_moment_ago)

    cache.clear()  # as in another process of the server
    client.get("/")
    assert row_of(client).last_used_at == a_moment_ago

    OpenSession.objects.update(last_used_at=a_moment_ago - timedelta(minutes=4))
    cache.clear()
    client.get("/")
    assert row_of(client).last_used_at > a_moment_ago
    assert row_of(client).signed_in_at == row.signed_in_at


def test_session_from_before_the_list_gets_a_row(reader: Any) -> None:
    client = browser(reader)
    OpenSession.objects.all().delete()
    cache.clear()

    client.get("/")

    assert row_of(client).user == reader


def test_long_and_odd_browsers_are_kept(reader: Any) -> None:
    client = browser(reader, agent="x" * 5_000)

    assert len(row_of(client).user_agent) == 300
    assert "Unknown browser" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("nonsense", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_behind_a_proxy_is_what_the_proxy_saw(
    reader: Any, settings: Any, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = True
    client = browser(reader)

    client.get("/", headers={"x-forwarded-for": forwarded})

    assert row_of(client).address == address


def test_address_without_a_proxy_is_not_believed_to_headers(reader: Any) -> None:
    client = browser(reader)

    client.get("/", headers={"x-forwarded-for": "203.0.113.5"})

    assert row_of(client).address == "192.0.2.7"


def test_list_costs_the_same_with_one_and_three_sessions(reader: Any) -> None:
    def queries(client: Client) -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    client = browser(reader)
    alone = queries(client)
    browser(reader)
    browser(reader)

    assert queries(client) == alone
