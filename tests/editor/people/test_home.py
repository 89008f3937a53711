"""The home page of those who look after people: what is locked, and what will end soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from concept_pages.access import lock
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")
LOCKED = f"{reverse('wagtailusers_users:index')}?state=locked"
ENDING = f"{reverse('role-assignments_modeladmin_index')}?state=soon"


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    """Let the screens speak English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def lock_out(person: Any) -> None:
    """Let somebody guess the password of a person until the account is locked."""
    lock.AccessAttempt.objects.create(
        username=person.get_username().casefold(),
        ip_address="192.0.2.7",
        user_agent="",
        failures_since_start=settings.LOGIN_FAILURES,
    )


def ending(role: str = "reader", *place: Any) -> None:
    assign(UserFactory(), role, *place, ends_on=timezone.localdate() + timedelta(days=3))


def test_administrator_is_led_to_what_is_locked_and_what_ends_soon(client: Client) -> None:
    client.force_login(holder("admin"))
    lock_out(UserFactory())
    ending()
    ending()

    said = client.get(HOME).content.decode()

    assert "1 account is locked." in said
    assert "2 role assignments end within 30 days." in said
    assert LOCKED in said
    assert ENDING in said
    assert client.get(LOCKED).status_code == client.get(ENDING).status_code == 200


def test_subadmin_counts_only_her_service_groups(client: Client) -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    client.force_login(holder("subadmin", own))
    ending("reader", own)
    ending("reader", foreign)
    lock_out(holder("reader", foreign))

    said = client.get(HOME).content.decode()

    assert "1 role assignment ends within 30 days." in said
    assert ENDING in said
    assert "0 accounts are locked." in said
    assert LOCKED not in said  # nobody is led to an empty list


def test_panel_is_not_for_those_who_may_open_neither_list(client: Client) -> None:
    client.force_login(holder("owner", ServiceGroupFactory()))

    assert "people-home" not in client.get(HOME).content.decode()


def test_panel_costs_the_same_with_one_and_with_many(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    client.force_login(holder("admin"))
    lock_out(UserFactory())
    ending()
    queries()
    one = queries()
    for _number in range(3):
        lock_out(UserFactory())
        ending()

    assert queries() == one
