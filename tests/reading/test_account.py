"""Everybody has an account page: readers too, who may not open Wagtail's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, holder
from tests.reading.conftest import SignIn
from workflows.models import NoticeChoice

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


def test_answer_that_is_not_offered_changes_no_choice(browser: Client, reader: Any) -> None:
    NoticeChoice.objects.create(user=reader, comments="daily")

    page = browser.post("/account/notices/", {"comments": "by pigeon"}, follow=True)

    assert "Nothing was saved." in page.content.decode()
    assert NoticeChoice.objects.get().comments == "daily"


def test_choice_of_notices_needs_a_person(client: Client) -> None:
    assert client.post("/account/notices/", {"comments": "none"}).status_code == 302
    assert not NoticeChoice.objects.exists()
