"""Mail servers that work, are dead or do not exist: what is submitted stays submitted."""

from __future__ import annotations

import logging
import socket
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from tests.servers import mail_server
from tests.workflows.conftest import fresh
from workflows import actions
from workflows.notifications import delivery
from workflows.notifications.messages import Notice
from workflows.rights import authority

pytestmark = pytest.mark.django_db(transaction=True)

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_mail_arrives_at_a_real_server(note: Any, editor: Any, owner: Any, settings: Any) -> None:
    with mail_server() as server:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port

        actions.submit(note, by=editor)

        (message,) = server.messages
    assert message["To"] == "olga@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "DNS" in message["Subject"]


@pytest.mark.parametrize("host", ["127.0.0.1", "mail.invalid"], ids=["dead", "unresolvable"])
def test_submission_survives_a_mail_server_that_is_not_there(
    note: Any, editor: Any, owner: Any, settings: Any, caplog: Any, host: str
) -> None:
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, free_port()

    with caplog.at_level(logging.ERROR, logger="workflows"):
        actions.submit(note, by=editor)

    assert fresh(note).status == "in_review"
    assert "The mail server cannot be reached; 1 notices were not sent." in caplog.text


def test_refused_recipient_keeps_no_other_from_the_mail(settings: Any, caplog: Any) -> None:
    async def refuse_strangers(
        _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    with mail_server() as server:
        server.handle_RCPT = refuse_strangers  # type: ignore[attr-defined]
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port

        delivery.by_mail([Notice(f"{name}@example.org", "a", "b") for name in ("nobody", "ivo")])

        assert [message["To"] for message in server.messages] == ["ivo@example.org"]
    assert "could not be sent to nobody@example.org" in caplog.text


def test_nothing_is_sent_for_a_move_that_is_undone(note: Any, editor: Any, owner: Any) -> None:
    with transaction.atomic():
        actions.submit(note, by=editor)
        transaction.set_rollback(True)

    assert mail.outbox == []


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
