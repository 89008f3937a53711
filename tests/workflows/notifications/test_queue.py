"""The queue with mail servers that work, refuse, hang up, think too long or do not exist."""

from __future__ import annotations

import ssl
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from tests.servers import certificate_for_localhost, free_port, mail_server
from workflows.notifications.queue import (
    ATTEMPTS,
    discard,
    forget_old,
    mails,
    send_due,
    try_again,
    wait_after,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue")]


def write(*names: str) -> None:
    """Queue a mail to each of some people."""
    for name in names:
        send_mail(f"For {name}", "secret text", None, [f"{name}@example.org"])


def make_due() -> None:
    """Let the time pass after which mails are tried again."""
    past = timezone.now() - timedelta(seconds=1)
    Email.objects.exclude(scheduled_time=None).update(scheduled_time=past)


@pytest.fixture
def dead(settings: Any) -> int:
    """Nobody listens on this port."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    return int(settings.EMAIL_PORT)


@pytest.fixture
def server(settings: Any) -> Any:
    """A mail server that works."""
    with mail_server() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.host, running.port
        yield running


def recipients(server: Any) -> list[str]:
    """Return to whom the server got mails, in order."""
    return [message["To"].split("@")[0] for message in server.messages]


def test_mails_wait_for_a_server_that_comes_back(dead: int, capsys: Any) -> None:
    write("ivo", "dora")

    call_command("send_mail_queue")

    assert {mail.status for mail in mails()} == {STATUS.requeued}
    assert Log.objects.count() == 2
    make_due()
    with mail_server(dead) as server:
        assert send_due().sent == 2
        assert recipients(server) == ["ivo", "dora"]
    assert not Log.objects.exists()


def test_mail_is_not_tried_before_its_time(dead: int) -> None:
    write("ivo")
    send_due()

    with mail_server(dead) as server:
        assert send_due().sent == 0
    assert server.messages == []


def test_refused_recipient_keeps_no_other_from_the_mail(server: Any) -> None:
    server.refuses = "nobody"
    write("ivo", "nobody", "dora")

    report = send_due()

    assert (report.sent, report.put_off) == (2, 1)
    assert recipients(server) == ["ivo", "dora"]
    assert Log.objects.get().exception_type == "SMTPRecipientsRefused"


def test_broken_connection_costs_one_attempt_and_loses_nothing(server: Any) -> None:
    server.hangs_up = 1
    write("ivo", "dora")

    assert send_due().sent == 1
    make_due()
    assert send_due().sent == 1

    assert sorted(recipients(server)) == ["dora", "ivo"]


def test_server_that_keeps_hanging_up_is_left_alone(server: Any) -> None:
    server.hangs_up = 100
    write(*(f"person{number}" for number in range(8)))

    report = send_due()

    assert report.put_off == 8
    assert server.hangs_up == 97


def test_slow_server_holds_nobody_up_for_ever(server: Any, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    server.delay = 1
    write("ivo")

    assert send_due().put_off == 1

    server.delay = 0
    settings.EMAIL_TIMEOUT = 5
    make_due()
    assert send_due().sent == 1


def test_server_with_starttls_and_password(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    certificate, key = certificate_for_localhost(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any) -> Any:
        return AuthResult(success=data.password == b"right", handled=False)

    settings.EMAIL_USE_TLS = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "secdoc", "wrong"
    options = {"tls_context": context, "authenticator": check, "auth_required": True,
               "require_starttls": True}  # fmt: skip
    write("ivo")
    with mail_server(**options) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        send_due()
        assert "CERTIFICATE_VERIFY_FAILED" in Log.objects.get().message
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        make_due()
        send_due()
        assert Log.objects.get().exception_type == "SMTPAuthenticationError"
        settings.EMAIL_HOST_PASSWORD = "right"
        make_due()

        assert send_due().sent == 1

        assert recipients(server) == ["ivo"]


def test_mail_fails_only_after_two_days_of_trying(dead: int, capsys: Any) -> None:
    write("ivo")
    Email.objects.update(number_of_retries=ATTEMPTS - 1)
    send_due()
    assert Email.objects.get().status == STATUS.requeued
    make_due()

    with pytest.raises(CommandError) as given_up:
        call_command("send_mail_queue")

    assert given_up.value.returncode == 2
    assert Email.objects.get().status == STATUS.failed
    waited = sum((wait_after(n) for n in range(1, ATTEMPTS + 1)), timedelta())
    assert waited >= timedelta(days=2)


def test_failed_mail_can_be_tried_again(server: Any) -> None:
    write("ivo")
    Email.objects.update(status=STATUS.failed, number_of_retries=ATTEMPTS)

    assert send_due().sent == 0
    assert try_again(Email.objects.all()) == 1

    assert send_due().sent == 1
    assert try_again(Email.objects.all()) == 0


def test_only_failed_mails_can_be_discarded() -> None:
    write("ivo", "dora")
    Email.objects.filter(to="ivo@example.org").update(status=STATUS.failed)

    assert discard(Email.objects.all()) == 1
    assert [mail.to for mail in mails()] == [["dora@example.org"]]


def test_sent_mail_forgets_what_it_said(server: Any) -> None:
    write("ivo")

    send_due()

    mail = Email.objects.get()
    assert (mail.status, mail.message, mail.subject) == (STATUS.sent, "", "For ivo")


def test_old_sent_mails_are_deleted_and_waiting_ones_kept(settings: Any) -> None:
    settings.MAIL_KEEP_DAYS = 30
    write("sent", "recent", "waiting")
    long_ago = timezone.now() - timedelta(days=31)
    Email.objects.exclude(to="waiting@example.org").update(status=STATUS.sent)
    Email.objects.exclude(to="recent@example.org").update(created=long_ago, last_updated=long_ago)

    assert forget_old() == 1

    assert {mail.to[0].split("@")[0] for mail in mails()} == {"recent", "waiting"}


def test_two_senders_share_the_work_and_send_nothing_twice(server: Any) -> None:
    names = [f"person{number}" for number in range(30)]
    write(*names)
    server.delay = 0.01
    both = threading.Barrier(2)
    sent: list[int] = []

    def send() -> None:
        both.wait()
        try:
            sent.append(send_due().sent)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sum(sent) == 30
    assert all(sent)
    assert sorted(recipients(server)) == sorted(names)


def test_mail_of_a_sender_that_died_is_sent_by_the_next(server: Any) -> None:
    write("ivo")
    claimed = timezone.now() + timedelta(minutes=15)
    Email.objects.update(status=STATUS.requeued, scheduled_time=claimed)
    assert send_due().sent == 0

    make_due()

    assert send_due().sent == 1


def test_mails_become_files_at_once_where_there_is_no_server(settings: Any, tmp_path: Path) -> None:
    files = "django.core.mail.backends.filebased.EmailBackend"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": files}}
    settings.EMAIL_FILE_PATH = tmp_path
    settings.MAIL_AT_ONCE = True

    with transaction.atomic():
        write("ivo")
        assert list(tmp_path.iterdir()) == []

    (file,) = tmp_path.iterdir()
    assert "ivo@example.org" in file.read_text()
