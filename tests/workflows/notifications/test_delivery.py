"""From a move to a real mail server, through the queue; what is submitted stays submitted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from post_office.models import Email

from tests.servers import mail_server
from tests.workflows.conftest import fresh
from workflows import actions
from workflows.notifications import delivery
from workflows.notifications.messages import Notice
from workflows.notifications.queue import send_due
from workflows.rights import authority

pytestmark = pytest.mark.django_db(transaction=True)


def test_notice_waits_in_the_queue_and_arrives_at_a_real_server(
    note: Any, editor: Any, owner: Any, queue: Any, settings: Any
) -> None:
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port

        actions.submit(note, by=editor)

        assert server.messages == []
        assert send_due().sent == 1
        (message,) = server.messages
    assert message["To"] == "olga@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "DNS" in message["Subject"]
    assert message["Message-ID"]


def test_address_that_cannot_be_one_keeps_no_other_from_the_notice(queue: Any) -> None:
    delivery.by_mail([Notice(address, "a", "b") for address in ("no body@x", "ivo@example.org")])

    assert [mail.to for mail in Email.objects.all()] == [["ivo@example.org"]]


def test_nothing_is_queued_for_a_move_that_is_undone(
    note: Any, editor: Any, owner: Any, queue: Any
) -> None:
    with transaction.atomic():
        actions.submit(note, by=editor)
        transaction.set_rollback(True)

    assert not Email.objects.exists()


delivered: list[Notice] = []


def keep(notices: list[Notice]) -> None:
    """Deliver into a list."""
    delivered.extend(notices)


def test_delivery_can_be_replaced(note: Any, editor: Any, owner: Any, settings: Any) -> None:
    settings.NOTIFICATION_DELIVERY = f"{__name__}.keep"
    delivered.clear()

    actions.submit(note, by=editor)

    assert [notice.recipient for notice in delivered] == ["olga@example.org"]


def test_error_while_writing_undoes_nothing(
    note: Any, editor: Any, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(right: str, page: Any) -> None:
        raise RuntimeError("the directory does not answer")

    monkeypatch.setattr(authority(), "who_may", fail)

    actions.submit(note, by=editor)

    assert fresh(note).status == "in_review"
