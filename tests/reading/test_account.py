"""Everybody has an account page: readers too, who may not open Wagtail's."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from concept_pages.access.lock import locked_accounts
from concept_pages.actions.deputies import name_deputy
from concept_pages.models import AuditEntry
from tests.authoring import speaks_english
from tests.factories.people import PASSWORD, UserFactory, holder
from tests.reading.conftest import SignIn
from workflows.models import NoticeChoice
from workflows.people import name_of

pytestmark = pytest.mark.django_db

NEW = "ein-ganz-anderes-kennwort"


def change(client: Client, old: str = PASSWORD, again: str = NEW) -> Any:
    return client.post(
        "/account/", {"old_password": old, "new_password1": NEW, "new_password2": again}
    )


@pytest.fixture
def reader() -> Any:
    return holder("reader")


@pytest.fixture
def browser(reader: Any, client: Client) -> Client:
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    return client


def test_account_is_linked_for_readers(sign_in: SignIn) -> None:
    assert 'href="/account/"' in sign_in("reader").get("/").content.decode()


def test_password_is_changed_and_the_person_stays_signed_in(browser: Client, reader: Any) -> None:
    assert change(browser).status_code == 302

    reader.refresh_from_db()
    assert reader.check_password(NEW)
    assert "Your password was changed." in browser.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("old", "again", "field"),
    [("not it", NEW, "old_password"), (PASSWORD, "something else", "new_password2")],
)
def test_wrong_input_is_named_at_its_field(
    browser: Client, reader: Any, old: str, again: str, field: str
) -> None:
    answer = change(browser, old, again)

    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)
    assert set(answer.context["form"].errors) == {field}
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_old_password_is_guessed_five_times_at_most(browser: Client, reader: Any) -> None:
    statuses = [change(browser, f"guess {number}").status_code for number in range(5)]

    locked = change(browser)

    reader.refresh_from_db()
    assert statuses == [200] * 4 + [429]
    assert locked.status_code == 429
    assert reader.check_password(PASSWORD)
    page = locked.content.decode()
    assert "Your password is not checked for 15 minutes" in page
    assert 'href="/account/"' in page
    assert locked_accounts() == {reader.username}


def test_wrong_old_passwords_are_recorded_without_the_password(
    browser: Client, reader: Any
) -> None:
    for _ in range(5):
        change(browser, "a secret nobody may see")

    events = AuditEntry.objects.filter(about=reader.username).values_list("event", flat=True)
    assert sorted(events) == ["login.failed"] * 5 + ["login.locked"]
    kept = AccessAttempt.objects.get()
    assert "secret" not in f"{kept.post_data}{kept.get_data}"
    assert NEW not in kept.post_data


def test_password_of_a_directory_is_not_changed_here(browser: Client, reader: Any) -> None:
    reader.set_unusable_password()
    reader.save()
    browser.force_login(reader)

    page = change(browser)

    reader.refresh_from_db()
    assert not reader.has_usable_password()
    assert "new_password1" not in page.content.decode()


def test_account_is_for_people_who_are_signed_in(client: Client) -> None:
    assert client.get("/account/").url.startswith("/admin/login/")


def test_person_chooses_how_notices_come(browser: Client, reader: Any) -> None:
    choices = {"released": "daily", "returned": "at_once", "comments": "none", "reviews": "daily",
               "deputies": "daily"}  # fmt: skip

    page = browser.post("/account/notices/", choices, follow=True).content.decode()

    assert "Your choice was saved." in page
    kept = NoticeChoice.objects.get(user=reader)
    assert {name: getattr(kept, name) for name in choices} == choices
    assert page.count("checked") == 5


@pytest.mark.parametrize("posted", [{"comments": "by pigeon"}, {}])
def test_answer_that_is_not_offered_is_explained(
    browser: Client, reader: Any, posted: dict[str, str]
) -> None:
    NoticeChoice.objects.create(user=reader, comments="daily")

    page = browser.post("/account/notices/", posted)

    assert page.status_code == 200
    assert "Nothing was saved." in page.content.decode()
    assert NoticeChoice.objects.get().comments == "daily"


def test_older_tab_takes_back_nothing_that_was_chosen_since(browser: Client, reader: Any) -> None:
    page = browser.get("/account/")
    shown = page.context["choices"]
    older = {field.html_initial_name: field.initial for field in shown}
    older |= {field.html_name: field.initial for field in shown}
    NoticeChoice.objects.create(user=reader, comments="none")

    browser.post("/account/notices/", older | {"reviews": "daily"})

    assert 'name="initial-comments" value="at_once"' in page.content.decode()
    kept = NoticeChoice.objects.get()
    assert (kept.comments, kept.reviews, kept.released) == ("none", "daily", "at_once")


def test_address_of_the_choice_leads_to_the_account(browser: Client) -> None:
    assert browser.get("/account/notices/").url == "/account/#notices"
    assert browser.put("/account/notices/").status_code == 405


def test_account_says_who_acts_for_whom_until_when(browser: Client, reader: Any) -> None:
    deputy, today = UserFactory(), timezone.localdate()
    name_deputy(reader, deputy, by=reader, starts_on=today, ends_on=today)
    with translation.override("en"):
        day = date_format(today)

    mine = browser.get("/account/").content.decode()
    browser.force_login(speaks_english(deputy), backend="django.contrib.auth.backends.ModelBackend")
    hers = browser.get("/account/").content.decode()

    assert f"{name_of(deputy)} acts for you from {day} until {day}." in mine
    assert f"You act for {name_of(reader)} from {day} until {day}." in hers
    assert "/admin/deputies/" not in mine


def test_account_leads_to_the_deputies_where_the_admin_is_open(sign_in: SignIn) -> None:
    assert "/admin/deputies/" in sign_in("owner").get("/account/").content.decode()
    assert "/admin/deputies/" not in sign_in("reader").get("/account/").content.decode()


def test_choice_of_notices_needs_a_person(client: Client) -> None:
    assert client.post("/account/notices/", {"comments": "none"}).status_code == 302
    assert not NoticeChoice.objects.exists()
