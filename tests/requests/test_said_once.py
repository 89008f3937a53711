"""A message that waits for its reader waits once."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories.people import holder

pytestmark = pytest.mark.django_db

REFUSED = "you do not have permission to access this area"


@pytest.fixture
def client() -> Client:
    """Return a browser of somebody who may not do everything."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(holder("operator"))
    return client


def test_refusals_in_a_row_are_told_once(client: Client) -> None:
    for address in ["/admin/mails/", "/admin/audit-log/", "/admin/roles/create/"] * 2:
        assert client.get(address).status_code == 302

    response = client.get("/admin/")
    told = [str(one.message) for one in get_messages(response.wsgi_request)]
    assert sum(REFUSED in sentence for sentence in told) == 1
    assert len(told) == 4  # and each of the three missing rights


def test_message_that_was_read_may_come_again(client: Client) -> None:
    for _time in range(2):
        content = client.get("/admin/mails/", follow=True).content.decode()
        assert content.count(REFUSED) == 1
