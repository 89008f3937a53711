"""Administrators help whoever has lost her telephone, and end sessions; secrets they never see."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from concept_pages.models import AuditEntry
from tests.factories.people import UserFactory, holder
from tests.factories.second_factor import equip

pytestmark = pytest.mark.django_db


def browser(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(person: Any) -> str:
    return reverse("secdoc_sign_in", args=[person.pk])


@pytest.mark.parametrize(
    ("by", "target", "allowed"),
    [
        ("subadmin", "reader", True),
        ("subadmin", "isb", False),
        ("subadmin", "admin", False),
        ("admin", "isb", True),
        ("isb", "reader", False),
        ("reader", "reader", False),
    ],
)
def test_second_factor_is_removed_by_who_administers_the_person(
    by: str, target: str, allowed: bool
) -> None:
    person = holder(target)
    equip(person)
    client = browser(holder(by))

    opened = client.get(page_of(person)).status_code == 200
    client.post(page_of(person), {"do": "reset"})

    assert opened is allowed
    assert TOTPDevice.objects.filter(user=person).exists() is not allowed
    removed = AuditEntry.objects.filter(event=AuditEntry.Event.SECOND_FACTOR_REMOVED)
    assert removed.count() == allowed


def test_superuser_is_helped_by_superusers_only() -> None:
    superuser = UserFactory(is_superuser=True)
    equip(superuser)

    browser(holder("admin")).post(page_of(superuser), {"do": "reset"})
    by_admin = TOTPDevice.objects.exists()
    browser(UserFactory(is_superuser=True)).post(page_of(superuser), {"do": "reset"})

    assert (by_admin, TOTPDevice.objects.exists()) == (True, False)


def test_own_second_factor_takes_a_code_also_of_administrators() -> None:
    admin = holder("admin")
    client = browser(admin)

    assert client.post(page_of(admin), {"do": "reset"}).url == "/account/"


def test_secret_is_never_shown() -> None:
    person = holder("reader")
    device, codes = equip(person)

    text = browser(holder("admin")).get(page_of(person)).content.decode()

    assert "Set up on" in text
    secret = b32encode(bytes.fromhex(device.key)).decode()
    assert not any(hidden in text for hidden in (device.key, secret, secret[:8], *codes))


def test_message_says_what_is_left_to_do() -> None:
    person = holder("reader", first_name="Rita", last_name="Reader", username="rita")
    equip(person)
    client = browser(holder("admin"))

    first = client.post(page_of(person), {"do": "reset"}, follow=True).content.decode()
    second = client.post(page_of(person), {"do": "reset"}, follow=True).content.decode()

    assert "The second factor of Rita Reader (rita) was removed." in first
    assert "Rita Reader (rita) has no second factor." in second


@pytest.mark.parametrize(("by", "ended"), [("admin", True), ("isb", False)])
@pytest.mark.parametrize("do", ["end_all", "one"])
def test_sessions_are_ended_by_who_administers_the_person(by: str, ended: bool, do: str) -> None:
    person = holder("reader")
    hers = browser(person)
    assert hers.get("/").status_code == 200
    pk = person.open_sessions.get().pk

    browser(holder(by)).post(page_of(person), {"do": pk if do == "one" else do})

    assert (hers.get("/").status_code == 302) is ended
    assert AuditEntry.objects.filter(event=AuditEntry.Event.SESSION_ENDED).exists() is ended


def test_session_of_somebody_else_is_not_ended_on_the_page_of_a_person() -> None:
    person, other = holder("reader"), holder("isb")
    hers = browser(other)
    hers.get("/")

    browser(holder("admin")).post(page_of(person), {"do": other.open_sessions.get().pk})

    assert hers.get("/").status_code == 200


def test_form_of_the_account_leads_there() -> None:
    person = holder("reader")

    form = browser(holder("admin")).get(reverse("wagtailusers_users:edit", args=[person.pk]))

    assert page_of(person) in form.content.decode()


def test_account_page_of_the_admin_leads_to_second_factor_and_sessions() -> None:
    client = browser(holder("admin"))

    text = client.get(reverse("wagtailadmin_account")).content.decode()

    assert "/account/second-factor/" in text
    assert "/account/sessions/" in text
