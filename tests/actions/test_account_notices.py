"""Whose way in is changed learns it at once, also where her mails went before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from post_office.models import Email
from wagtail.users.models import UserProfile

from concept_pages.actions.passwords import choose_password
from concept_pages.actions.people import change_own_names, change_person, create_person
from concept_pages.actions.second_factor import remove_own, reset
from tests.factories.people import UserFactory, holder
from tests.factories.second_factor import equip
from workflows.models import NoticeChoice
from workflows.records import Delivery

pytestmark = pytest.mark.django_db

PASSWORD = "a rather long phrase"


@pytest.fixture
def admin() -> Any:
    return holder("admin", username="ada", first_name="Ada", last_name="Amt")


@pytest.fixture
def nora() -> Any:
    person = UserFactory(
        username="nora", first_name="Nora", last_name="Neu", email="nora@example.org"
    )
    UserProfile.objects.create(user=person, preferred_language="en")
    return person


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Callable[..., list[Any]]:
    """Do something, and return the mails that follow."""

    def _told(act: Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return list(mail.outbox)

    return _told


def change(person: Any, by: Any, *, password: str = "", **values: str) -> None:
    for field, value in values.items():
        setattr(person, field, value)
    change_person(person, by=by, changed=values, language="en", password=password)


def test_another_address_is_told_to_the_old_and_to_the_new_one(
    admin: Any, nora: Any, told: Any
) -> None:
    holder("admin", username="berta", first_name="Berta", last_name="Bau")

    mails = told(change, nora, admin, email="thief@example.net")

    assert [mail.to for mail in mails] == [["nora@example.org"], ["thief@example.net"]]
    assert mails[0].subject == "Your account in SecDoc was changed"
    assert "was changed by Ada Amt (ada)" in mails[0].body
    assert "Mails go to the new one only" in mails[0].body
    assert "thief" not in mails[0].body
    assert "ask one of these people at once: Berta Bau (berta)." in mails[0].body


def test_password_set_together_with_an_address_is_told_to_the_old_one_too(
    admin: Any, nora: Any, told: Any
) -> None:
    mails = told(change, nora, admin, password=PASSWORD, email="thief@example.net")

    assert mails[0].to == ["nora@example.org"]
    assert "The password. Whoever changed it knows it" in mails[0].body
    assert "The e-mail address." in mails[0].body
    assert PASSWORD not in mails[0].body


def test_removed_address_is_told_to_the_one_that_was(admin: Any, nora: Any, told: Any) -> None:
    (only,) = told(change, nora, admin, email="")

    assert only.to == ["nora@example.org"]
    assert "It was removed; no mails go to you any more." in only.body


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The second factor. It was removed"),
        ("de", "Der zweite Faktor. Er wurde entfernt"),
    ],
)
def test_second_factor_that_others_remove_is_told_in_her_language(
    language: str, sentence: str, admin: Any, nora: Any, told: Any
) -> None:
    UserProfile.objects.filter(user=nora).update(preferred_language=language)
    equip(nora)

    (only,) = told(reset, nora, by=admin)

    assert sentence in only.body
    assert "Ada Amt (ada)" in only.body
    assert told(reset, nora, by=admin) == []


def test_operator_is_told_as_the_command_line(nora: Any, told: Any) -> None:
    equip(nora)

    (only,) = told(reset, nora, by=None)

    assert "on the command line of the server" in only.body


def test_own_changes_are_told_as_hers(nora: Any, told: Any) -> None:
    _device, codes = equip(nora)

    (removed,) = told(remove_own, codes[0], by=nora)
    (chosen,) = told(choose_password, nora, PASSWORD)
    nora.email = "new@example.org"
    moved = told(change_own_names, nora)

    for one in (removed, chosen, *moved):
        assert "you changed your account" in one.body
    assert [one.to for one in moved] == [["nora@example.org"], ["new@example.org"]]
    assert PASSWORD not in chosen.body


def test_own_address_changed_in_the_admin_is_told(admin: Any, told: Any) -> None:
    old = admin.email
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    posted = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "Amt",
        "name_email-email": "ada@example.net",
        "locale-preferred_language": "en",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    mails = told(client.post, reverse("wagtailadmin_account"), posted)

    admin.refresh_from_db()
    assert admin.email == "ada@example.net"
    assert [mail.to for mail in mails] == [[old], ["ada@example.net"]]


def test_nobody_chooses_such_a_mail_away(admin: Any, nora: Any, told: Any) -> None:
    fields = [field.name for field in NoticeChoice._meta.fields if field.choices]
    NoticeChoice.objects.create(user=nora, **dict.fromkeys(fields, Delivery.NONE))

    assert len(told(change, nora, admin, password=PASSWORD)) == 1


def test_what_does_not_concern_the_way_in_is_not_told(admin: Any, nora: Any, told: Any) -> None:
    assert told(change, nora, admin, first_name="Norma") == []


def test_new_account_and_first_own_password_are_not_told(admin: Any, told: Any) -> None:
    person = UserFactory.build(username="new")
    (invitation,) = told(create_person, person, by=admin, language="en")

    assert "/password/" in invitation.body
    assert told(choose_password, person, PASSWORD) == []


def test_mail_waits_in_the_queue(admin: Any, nora: Any, told: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    settings.MAIL_AT_ONCE = False

    told(change, nora, admin, password=PASSWORD)

    assert Email.objects.get().to == ["nora@example.org"]
