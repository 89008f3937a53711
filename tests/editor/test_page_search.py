"""What Wagtail's scripts and lists search for among the pages: never an error."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.concepts import released_concept
from tests.factories.people import holder

pytestmark = pytest.mark.django_db

LISTING = reverse("wagtailadmin_api:pages:listing")


def test_search_finds_the_pages_of_a_service_group_and_no_others(client: Client) -> None:
    own = released_concept()
    foreign = released_concept(template=own.template_release)
    group = own.get_parent().specific
    client.force_login(holder("operator", group))

    def found(**asked: str | int) -> set[int]:
        return {item["id"] for item in client.get(LISTING, asked).json()["items"]}

    assert found(search=own.title) == {own.pk}
    assert found(search=own.title, child_of=group.pk, for_explorer=1) == {own.pk}
    assert found(search=foreign.title, search_operator="and") == set()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"search": "x", "search_operator": "foo"}, "search_operator must be one of and, or"),
        ({"search": "a\0b"}, "null characters are not allowed in search"),
        ({"search": "x", "has_children": "true"}, "cannot filter by 'numchild' while searching"),
    ],
)
def test_search_that_makes_no_sense_is_a_wrong_request(
    asked: dict[str, str], said: str, client: Client
) -> None:
    client.force_login(holder("operator", released_concept().get_parent().specific))

    response = client.get(LISTING, asked)

    assert response.status_code == 400
    assert said in response.json()["message"]


@pytest.mark.parametrize("typed", ['"', 'Sicherheit"', '"Sicherheit', 'a" OR "', "a' \"b"])
def test_quotation_mark_is_searched_for_like_any_other_sign(typed: str, client: Client) -> None:
    page = released_concept()
    group = page.get_parent().specific
    client.force_login(holder("operator", group))

    for address, name in (
        (LISTING, "search"),
        (reverse("wagtailadmin_explore", args=[group.pk]), "q"),
        (reverse("wagtailadmin_choose_page_search"), "q"),
        (reverse("wagtailadmin_pages:search"), "q"),
    ):
        assert client.get(address, {name: typed}).status_code == 200, address
