"""The list of service groups: whose they are, what belongs to them, and its costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from concept_pages.editor.services.groups import ServiceGroupAdmin
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import holder

pytestmark = pytest.mark.django_db

LIST = "/admin/service-groups/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_list_shows_the_own_groups_with_who_is_responsible() -> None:
    own, foreign = ServiceFactory().group, ServiceGroupFactory()
    owner = holder("owner", own)

    page = browser(holder("operator", own)).get(LIST).content.decode()

    assert own.display_title() in page
    assert owner.get_full_name() in page
    assert foreign.display_title() not in page


def test_new_group_leads_to_the_page_that_is_added() -> None:
    everywhere = browser(holder("admin")).get(f"{LIST}create/")
    client = browser(holder("subadmin", ServiceGroupFactory()))

    assert "/pages/add/concept_pages/servicegrouppage/" in everywhere["Location"]
    assert client.get(everywhere["Location"]).status_code == 302


def test_list_costs_the_same_with_one_row_and_with_three() -> None:
    ServiceFactory()
    client = browser(holder("admin"))
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    ServiceFactory(), ServiceFactory()

    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)


def test_shared_list_keeps_nothing_of_a_request() -> None:
    """Requests at the same time share the list: what one asks must not show in another."""
    listed, request = ServiceGroupAdmin(), RequestFactory().get(LIST)
    request.user = holder("owner", ServiceFactory().group)
    before = dict(vars(listed))

    list(listed.get_queryset(request))

    assert vars(listed) == before
