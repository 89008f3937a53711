"""Numbers that no row has, and words in their place, are addresses and choices that are not there.

On SQLite a number beyond 64 bit raises an error where somebody looks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from concept_pages.models import RoleAssignment
from tests.access.doors.register import DOORS
from tests.factories.people import UserFactory, assign

pytestmark = pytest.mark.django_db

HUGE = str(10**30)
PARAMETER = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)")
NUMBER = re.compile(r"<(?:row|int):|<(?:str:)?(?:pk|\w+_pk|\w+_id)>")


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def with_number(resolver: URLResolver | None = None, start: str = "", space: str = "") -> Any:
    """Yield the name and the pattern of every address of the register that carries a number."""
    named = {door.url for door in DOORS}
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = start + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from with_number(entry, pattern, inner)
        elif NUMBER.search(pattern):
            name = f"{space}{entry.name}"
            if name in named or "_modeladmin_" in name:
                yield name, pattern


def filled(value: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each such address, and the address with a value for each parameter."""
    for name, pattern in with_number():
        plain = pattern.replace("^", "").replace("$", "").replace(r"\Z", "")
        yield name, "/" + PARAMETER.sub(value, plain)


def test_many_addresses_carry_a_number() -> None:
    assert len(dict(filled("1"))) > 100


@pytest.mark.parametrize("value", ["word", HUGE])
def test_address_of_what_no_row_is_answers_that_it_is_not_there(value: str, client: Client) -> None:
    answers = {
        (name, method): getattr(client, method)(address, follow=True).status_code
        for name, address in filled(value)
        for method in ("get", "post")
    }

    assert {case: status for case, status in answers.items() if status not in {404, 405}} == {}


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("role-assignments_modeladmin_index", {"place": HUGE}),
        ("assignments:matrix", {"service_group": HUGE, "role": HUGE, "department": HUGE}),
        ("assignments:give", {"people": HUGE, "groups": HUGE, "places": HUGE}),
        ("assignments:give", {"plan": "1", "people": HUGE, "places": HUGE, "role": HUGE}),
        ("assignments:end", {"plan": "1", "rows": HUGE, "how": "take"}),
        ("role-assignments_modeladmin_create", {"user": HUGE, "service_group": HUGE}),
        ("catalogue:move", {"rows": HUGE, "to": HUGE}),
        ("concepts:index", {"group": HUGE, "template": HUGE}),
        ("service_chooser:chosen_multiple", {"id": ["word", HUGE]}),
    ],
)
def test_filter_and_choice_of_what_no_row_is_finds_nothing(
    address: str, asked: dict[str, Any], client: Client
) -> None:
    assert client.get(reverse(address), asked, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("assignments:give", {"apply": "1", "people": HUGE, "places": HUGE, "role": HUGE}),
        ("assignments:end", {"apply": "1", "rows": HUGE, "how": "take"}),
        ("role-assignments_modeladmin_create", {"user": HUGE, "role": HUGE, "service_group": HUGE}),
        ("catalogue:move", {"apply": "1", "rows": HUGE, "to": HUGE}),
        ("wagtailusers_groups:add", {"name": "Team", "members": HUGE}),
        ("concepts:new", {"services": HUGE, "template": HUGE}),
    ],
)
def test_form_refuses_what_no_row_is(address: str, sent: dict[str, Any], client: Client) -> None:
    answer = client.post(reverse(address), sent, follow=True)

    assert answer.status_code == 200
    assert HUGE not in str(answer.context["form"].errors)


def test_list_of_assignments_shows_none_for_a_place_that_is_not_there(client: Client) -> None:
    assign(UserFactory(), "reader")
    assert RoleAssignment.objects.exists()

    answer = client.get(reverse("role-assignments_modeladmin_index"), {"place": HUGE})

    assert list(answer.context["object_list"]) == []
