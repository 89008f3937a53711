"""From which address a request comes, and who has signed in."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from concept_pages.access.network import client_address
from concept_pages.models import AuditEntry
from tests.factories.people import PASSWORD, UserFactory

EVENT = AuditEntry.Event


@pytest.mark.parametrize(
    ("behind", "direct", "forwarded", "expected"),
    [
        (False, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (True, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (True, "", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (True, "", "198.51.100.1:4711", "198.51.100.1"),
        (True, "", "[2001:db8::1]:4711", "2001:db8::1"),
        (True, "", "2001:db8::1", "2001:db8::1"),
        (True, "", "::ffff:198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", "<script>", "127.0.0.1"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (False, "", "", None),
    ],
)
def test_address_is_what_our_proxy_wrote(
    behind: bool, direct: str, forwarded: str, expected: str | None, settings
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=direct, headers={"x-forwarded-for": forwarded})

    assert client_address(request) == expected


@pytest.mark.django_db
def test_signing_in_and_out_is_written_down_with_the_address(client: Client) -> None:
    person = UserFactory(username="anna")
    form = {"username": "anna", "password": PASSWORD}

    client.post("/admin/login/", form, REMOTE_ADDR="192.0.2.7")
    client.post(reverse("concept_pages:logout"), REMOTE_ADDR="192.0.2.7")

    written = AuditEntry.objects.order_by("pk").values_list("event", "by", "address")
    assert list(written) == [
        (EVENT.SIGNED_IN, person.pk, "192.0.2.7"),
        (EVENT.SIGNED_OUT, person.pk, "192.0.2.7"),
    ]


@pytest.mark.django_db
def test_failed_sign_in_keeps_the_name_as_typed_and_never_the_password(client: Client) -> None:
    form = {"username": "no such person", "password": "S3cret-typed-here"}

    client.post("/admin/login/", form)

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.by, entry.by_name) == (EVENT.SIGN_IN_FAILED, None, "")
    assert (entry.about, entry.refused) == ("no such person", True)
    assert "S3cret" not in repr(AuditEntry.objects.values().get())


@pytest.mark.django_db
def test_sign_in_form_that_was_too_long_is_cut(client: Client) -> None:
    from django.contrib.auth import authenticate  # noqa: PLC0415 - the form itself cuts earlier

    authenticate(RequestFactory().post("/"), username="x" * 5_000, password="y")

    assert len(AuditEntry.objects.get().about) == 150
