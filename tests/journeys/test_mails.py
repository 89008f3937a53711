"""Mails that a dead server holds up arrive, lead to the task, and come as their reader chose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email

from tests.servers import MailServer, free_port, mail_server
from workflows.models import WaitingNotice
from workflows.notifications.queue import ATTEMPTS

from .conftest import PASSWORD, Person
from .steps import decide, message, open_concept, submit

DNS = re.compile("DNS")
OWNER, OPERATOR = "owner-network@secdoc.example", "operator-network@secdoc.example"


@pytest.fixture
def port() -> Iterator[int]:
    """Let mails wait in the queue for a server at this port, where none listens yet."""
    smtp = {"default": "django.core.mail.backends.smtp.EmailBackend"}
    with override_settings(
        EMAIL_BACKEND="post_office.EmailBackend",
        POST_OFFICE={**settings.POST_OFFICE, "BACKENDS": smtp},
        MAIL_AT_ONCE=False,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=free_port(),
        EMAIL_USE_TLS=False,
    ):
        yield settings.EMAIL_PORT


def send() -> None:
    """Do what the timer does every minute."""
    call_command("send_mail_queue", verbosity=0)


def link_to(server: MailServer, address: str) -> str:
    """Return the link in the newest mail to somebody."""
    mail = next(mail for mail in reversed(server.messages) if address in mail["To"])
    found = re.search(r"http\S+", mail.get_content())
    assert found
    return found[0]


def test_task_arrives_once_the_mail_server_is_back_and_a_choice_of_daily_mail_holds(
    person: Person, port: int, picture: Callable[..., None]
) -> None:
    operator = person("operator-network")
    operator.goto("/account/")
    operator.locator("[name=returned][value=daily]").check()
    operator.locator(".notice-choices button").scroll_into_view_if_needed()
    picture(operator, "notices")
    operator.locator(".notice-choices button").click()
    expect(operator.locator("[name=returned][value=daily]")).to_be_checked()
    open_concept(operator, DNS)
    submit(operator)

    send()
    # Three days later it is given up.
    Email.objects.update(number_of_retries=ATTEMPTS, scheduled_time=None)
    with pytest.raises(CommandError):
        send()
    admin = person("admin")
    admin.goto("/admin/")
    admin.locator("#mail-warning").get_by_role("link").click()
    expect(admin.locator(".mails tbody tr", has_text=OWNER)).to_contain_text(
        "Der Mailserver ist nicht zu erreichen."
    )
    picture(admin, "mails")

    admin.locator(".mails__all button").click()
    message(admin)
    with mail_server(port) as server:
        send()
        way = link_to(server, OWNER)
        admin.goto("/admin/mails/?state=failed")
        expect(admin.locator(".mails tbody tr")).to_have_count(0)

        owner = person("")
        owner.goto(way)
        owner.fill("input[name=username]", "owner-network")
        owner.fill("input[name=password]", PASSWORD)
        owner.click("form button[type=submit]")
        expect(owner.locator(".lifecycle-document")).to_be_visible()
        decide(owner, "request-changes", "Bitte die Adresse nennen.")
        message(owner)

        server.messages.clear()
        send()
        assert server.messages == []
        WaitingNotice.objects.update(written_at=timezone.now() - timedelta(days=1))
        send()
        assert [mail["To"] for mail in server.messages] == [OPERATOR]
        assert DNS.search(server.messages[0].get_content())
