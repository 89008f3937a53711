"""Choosing a password: behind a link, after a first one, and when it was forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from concept_pages.actions.password_links import send_link
from concept_pages.actions.passwords import set_first_password
from concept_pages.models import AuditEntry
from tests.actions.test_password_links import parts
from tests.factories.people import PASSWORD, UserFactory, holder
from tests.reading.test_lock import said

pytestmark = pytest.mark.django_db

NEW = "ein-ganz-anderes-kennwort"


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def invited(django_capture_on_commit_callbacks: Any) -> Any:
    person = holder("operator", first_name="Nora", last_name="Neumann", username="nora")
    person.set_unusable_password()
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        send_link(person, by=holder("admin"))
    return person


def link() -> str:
    uid, token = parts(mail.outbox[-1])
    return reverse("concept_pages:choose_password", args=[uid, token])


def choose(client: Client, password: str, again: str | None = None) -> Any:
    page = client.get(link(), follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link()
    values = {"new_password1": password, "new_password2": password if again is None else again}
    return client.post(address, values)


def test_link_leads_to_the_rules_and_then_in(english: Client, invited: Any) -> None:
    page = english.get(link(), follow=True).content.decode()
    response = choose(english, NEW)

    assert "At least 12 characters" in page
    assert "Your password" not in page
    assert "nora" in page
    assert response.url == "/admin/"
    assert english.get("/admin/").status_code == 200
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events[-2:] == ["person.password", "login.success"]


def test_token_does_not_stay_in_the_address(english: Client, invited: Any) -> None:
    response = english.get(link())

    assert parts(mail.outbox[-1])[1] not in response.url


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "This password is too short: 12 characters are needed."),
        ("9382716450192", "This password has only digits."),
        ("nora-neumann", "This password is too close to something of the account: "),
        ("q1w2e3r4t5y6", "Many people use this password, with or without"),
        ("qwertyuiop123456", ""),
    ],
)
def test_weak_password_is_explained_and_the_link_stays(
    password: str, reason: str, english: Client, invited: Any
) -> None:
    response = choose(english, password, password if reason else "something else")

    assert response.status_code == 200
    assert (reason or "match") in response.content.decode()
    invited.refresh_from_db()
    assert not invited.has_usable_password()
    assert choose(english, NEW).status_code == 302


def test_link_works_once_and_says_so(english: Client, invited: Any) -> None:
    choose(english, NEW)
    again = Client()
    again.cookies["django_language"] = "en"

    response = again.get(link())

    assert response.status_code == 410
    assert "ask the person who invited you" in response.content.decode()


def test_first_password_is_changed_before_anything_else(english: Client) -> None:
    person = holder("operator")
    set_first_password(person, PASSWORD, by=holder("admin"))
    english.post("/admin/login/", {"username": person.username, "password": PASSWORD, "next": "/"})

    ways = [english.get(way) for way in ("/", "/admin/", "/search/", "/admin/account/")]
    page = english.get("/account/").content.decode()
    changed = english.post(
        "/account/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )

    assert [response.url for response in ways] == ["/account/"] * 4
    assert "Somebody else has chosen your password." in page
    assert changed.url == "/account/"
    assert english.get("/admin/").status_code == 200
    english.logout()
    english.post("/admin/login/", {"username": person.username, "password": NEW, "next": "/"})
    assert english.get("/admin/").status_code == 200


def test_script_of_a_page_is_refused_while_the_password_is_not_her_own(client: Client) -> None:
    person = holder("operator")
    set_first_password(person, PASSWORD, by=holder("admin"))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"})

    assert (response.status_code, response.json()) == (403, {"redirect": "/account/"})


def test_forgotten_password_tells_nobody_who_has_an_account(english: Client) -> None:
    known, unknown = UserFactory().email, "nobody@example.org"
    address = reverse("concept_pages:forgotten_password")

    answers = [english.post(address, {"email": email}) for email in (known, unknown)]

    assert said(answers[0]) == said(answers[1])
    assert "If there is an account" in answers[0].content.decode()


def test_forgotten_password_is_asked_a_few_times_only(english: Client) -> None:
    address = reverse("concept_pages:forgotten_password")

    answers = [english.post(address, {"email": f"a{n}@example.org"}) for n in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 'value="a10@example.org"' in answers[-1].content.decode()


def test_login_leads_to_the_forgotten_password(english: Client) -> None:
    assert "/password/forgotten/" in english.get("/admin/login/").content.decode()


def test_wagtails_own_ways_to_a_password_are_closed(english: Client) -> None:
    english.force_login(holder("admin"), backend="django.contrib.auth.backends.ModelBackend")

    assert english.get("/admin/password_reset/").status_code == 404
    assert "new_password1" not in english.get("/admin/account/").content.decode()
