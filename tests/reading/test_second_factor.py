"""A second factor is set up, shown, changed and removed on the screens that everybody has."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from concept_pages.models import AuditEntry
from tests.factories.people import PASSWORD, RoleFactory, holder
from tests.factories.second_factor import code_of, equip, show_code

pytestmark = pytest.mark.django_db

PAGE = "/account/second-factor/"
Event = AuditEntry.Event


@pytest.fixture
def reader() -> Any:
    return holder("reader", username="rita")


def browser(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def verified(person: Any) -> tuple[Client, TOTPDevice, list[str]]:
    """Return a browser in which the code was shown, with the device and the recovery codes.

    The code of the next step still counts afterwards.
    """
    device, codes = equip(person)
    client = browser(person)
    assert show_code(client, code_of(device.key)).status_code == 302
    return client, device, codes


def secret_on(page: Any) -> str:
    """Return the secret that the page tells people to type, in hex."""
    return TOTPDevice(key=page.wsgi_request.session["second_factor_secret"]).key


def events() -> list[str]:
    entries = AuditEntry.objects.exclude(event__startswith="login.").order_by("pk")
    return list(entries.values_list("event", flat=True))


def wait(model: Any = TOTPDevice) -> None:
    """Let the time pass that somebody has to wait after wrong codes."""
    model.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))


# Setting up ---------------------------------------------------------------------------------------


def test_set_up_shows_picture_and_secret_and_counts_after_a_code(reader: Any) -> None:
    client = browser(reader)
    page = client.get(PAGE)
    secret = secret_on(page)
    assert 'src="data:image/svg+xml' in page.content.decode()
    typed = re.search(r"data-secret>([A-Z2-7 ]+)<", page.content.decode())
    assert typed
    assert {len(part) for part in typed[1].split()} == {4}
    assert not TOTPDevice.objects.exists()

    done = client.post(PAGE, {"code": code_of(secret), "password": PASSWORD})

    assert TOTPDevice.objects.get().user == reader
    codes = done.context["codes"]
    assert len(codes) == 10
    assert "\n".join(codes) in done.content.decode()
    assert done.headers["Cache-Control"].find("no-store") >= 0
    assert client.get("/").status_code == 200
    assert events() == [Event.SECOND_FACTOR_SET]


@pytest.mark.parametrize("field", ["code", "password"])
def test_set_up_refuses_a_wrong_code_or_password(reader: Any, field: str) -> None:
    client = browser(reader)
    secret = secret_on(client.get(PAGE))
    form = {"code": code_of(secret), "password": PASSWORD} | {field: "000000"}

    again = client.post(PAGE, form)

    assert set(again.context["form"].errors) == {field}
    assert secret_on(again) == secret
    assert not TOTPDevice.objects.exists()
    assert client.get("/").status_code == 200


def test_wrong_code_at_set_up_says_what_helps(reader: Any) -> None:
    client = browser(reader)
    secret = secret_on(client.get(PAGE))

    again = client.post(PAGE, {"code": "000000", "password": PASSWORD})

    assert "check that the telephone shows the right time" in again.content.decode()
    assert secret_on(again) == secret


def test_reload_of_the_recovery_codes_says_that_they_are_shown_once(reader: Any) -> None:
    client = browser(reader)
    secret = secret_on(client.get(PAGE))
    form = {"code": code_of(secret), "password": PASSWORD, "csrfmiddlewaretoken": "drawn"}
    assert "codes" in client.post(PAGE, form).context

    again = client.post(PAGE, form, follow=True)

    content = again.content.decode()
    assert again.redirect_chain == [(PAGE, 302)]
    assert "Recovery codes are shown only once." in content
    assert "field-error" not in content
    assert StaticToken.objects.count() == 10


def test_set_up_asks_the_other_browsers_for_a_code(reader: Any) -> None:
    other = browser(reader)
    assert other.get("/").status_code == 200

    equip(reader)

    assert other.get("/").url.startswith("/second-factor/")


def test_set_up_that_a_role_demands_leads_on_afterwards() -> None:
    client = browser(holder(RoleFactory(second_factor=True)))
    page = client.get("/search/?q=dns", follow=True)

    form = {"code": code_of(secret_on(page)), "password": PASSWORD, "next": page.context["next"]}
    done = client.post(PAGE, form)

    assert done.context["next"] == "/search/?q=dns"
    assert client.get("/search/?q=dns").status_code == 200


def test_recovery_codes_are_kept_nowhere_as_they_are(reader: Any) -> None:
    _device, codes = equip(reader)
    stored = set(StaticToken.objects.values_list("token", flat=True))

    assert len(stored) == len(set(codes)) == 10
    assert stored.isdisjoint([*codes, *(code.replace("-", "") for code in codes)])


# Showing ------------------------------------------------------------------------------------------


def test_code_counts_once(reader: Any) -> None:
    _client, device, _codes = verified(reader)
    other = browser(reader)

    again = show_code(other, code_of(device.key))

    assert again.context["form"].errors["code"]
    assert other.get("/").status_code == 302


@pytest.mark.parametrize(("later", "opens"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_clock_may_be_one_step_off(reader: Any, later: int, opens: bool) -> None:
    device, _codes = equip(reader)
    TOTPDevice.objects.update(last_t=-1, drift=0)
    client = browser(reader)

    show_code(client, code_of(device.key, later))

    assert (client.get("/").status_code == 200) is opens


@pytest.mark.parametrize("wrong", ["000000", "", "abc", "zzzzz-zzzzz", "9" * 30, "１２３４５６"])
def test_wrong_code_is_told_and_recorded(reader: Any, wrong: str) -> None:
    equip(reader)
    client = browser(reader)

    response = show_code(client, wrong)

    assert response.context["form"].errors["code"]
    assert client.get("/").status_code == 302
    failed = AuditEntry.objects.filter(event=Event.SECOND_FACTOR_FAILED)
    assert failed.count() == bool(wrong)
    assert all(entry.refused and "rita" in entry.by_name for entry in failed)


def test_after_a_wrong_code_a_right_one_has_to_wait(reader: Any) -> None:
    device, _codes = equip(reader)
    client = browser(reader)
    TOTPDevice.objects.update(throttling_failure_count=4)
    show_code(client, "000000")
    wait()
    show_code(client, "000000")

    refused = show_code(client, code_of(device.key))
    assert "Please wait" in refused.content.decode()
    assert client.get("/").status_code == 302
    assert events().count(Event.SECOND_FACTOR_FAILED) == 2

    wait()
    assert show_code(client, code_of(device.key)).status_code == 302
    assert client.get("/").status_code == 200


def test_recovery_code_counts_once_and_says_how_many_are_left(reader: Any) -> None:
    _device, codes = equip(reader)
    client = browser(reader)

    show_code(client, codes[3].upper().replace("-", " "))

    assert "9 are left" in client.get("/").content.decode()
    assert Event.RECOVERY_CODE_USED in events()
    other = browser(reader)
    assert show_code(other, codes[3]).context["form"].errors
    wait(StaticDevice)
    assert show_code(other, codes[4]).status_code == 302


def test_recovery_code_of_somebody_else_does_not_count(reader: Any) -> None:
    equip(reader)
    _device, codes = equip(holder("reader"))

    assert show_code(browser(reader), codes[0]).context["form"].errors


def test_session_gets_another_key_with_the_code(reader: Any) -> None:
    device, _codes = equip(reader)
    client = browser(reader)
    client.get("/second-factor/")
    before = client.session.session_key

    show_code(client, code_of(device.key))

    assert client.session.session_key != before


# Changing -----------------------------------------------------------------------------------------


def change(client: Client, do: str, code: str, password: str = PASSWORD) -> Any:
    return client.post(PAGE, {"do": do, "code": code, "password": password})


def test_new_recovery_codes_replace_the_old_ones(reader: Any) -> None:
    client, device, old = verified(reader)

    new = change(client, "codes", code_of(device.key, later=1)).context["codes"]

    assert len(new) == 10
    other = browser(reader)
    assert show_code(other, old[0]).status_code == 200
    wait(StaticDevice)
    assert show_code(other, new[0]).status_code == 302


def test_second_factor_is_removed_with_password_and_code(reader: Any) -> None:
    client, device, _codes = verified(reader)

    change(client, "remove", code_of(device.key, later=1))

    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert browser(reader).get("/").status_code == 200
    assert events()[-1] == Event.SECOND_FACTOR_REMOVED


@pytest.mark.parametrize("do", ["remove", "codes"])
@pytest.mark.parametrize("wrong", ["code", "password"])
def test_nothing_is_changed_with_a_wrong_code_or_password(reader: Any, do: str, wrong: str) -> None:
    client, device, codes = verified(reader)
    right = {"code": code_of(device.key, later=1), "password": PASSWORD}

    response = change(client, do, **(right | {wrong: "000000"}))

    assert set(response.context["form"].errors) == {wrong}
    assert TOTPDevice.objects.exists()
    assert show_code(browser(reader), codes[0]).status_code == 302


def test_another_device_asks_again(reader: Any) -> None:
    client, device, _codes = verified(reader)
    device.delete()
    equip(reader)

    assert client.get("/").url.startswith("/second-factor/")


def test_account_tells_of_the_second_factor(reader: Any) -> None:
    assert "Set up a second factor" in browser(reader).get("/account/").content.decode()

    client, _device, _codes = verified(reader)

    assert "10 recovery codes are left" in client.get("/account/").content.decode()
