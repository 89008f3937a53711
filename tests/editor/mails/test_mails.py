"""Failed and waiting mails are shown to those who look after accounts, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from concept_pages.models import AuditEntry
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import holder, holder_of_right
from tests.servers import free_port
from workflows.notifications.queue import send_due

pytestmark = pytest.mark.django_db

MAILS = "/admin/mails/"


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": smtp}}
    settings.MAIL_AT_ONCE = False


def browser(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def admin() -> Client:
    return browser(holder("admin"))


def write(name: str, status: int = STATUS.queued, **fields: Any) -> Any:
    """Queue a mail with a one-time link, in a state."""
    send_mail(f"For {name}", "https://example.org/one-time-link", None, [f"{name}@example.org"])
    mail = Email.objects.latest("pk")
    Email.objects.filter(pk=mail.pk).update(status=status, **fields)
    return mail


def read(client: Client, address: str = MAILS) -> str:
    return client.get(address).content.decode()


def test_dead_server_is_told_in_plain_words(admin: Client, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    write("ivo")
    send_due()

    page = read(admin)

    assert "ivo@example.org" in page
    assert "The mail server cannot be reached." in page
    assert "1 attempt," in page


def test_without_mail_server_no_mail_is_called_sent(admin: Client, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    write("ivo", STATUS.sent)

    page = read(admin)

    assert "No mail server is set up" in page
    assert str(settings.EMAIL_FILE_PATH) in page
    assert "written to a file" in page
    assert ">sent<" not in page


def test_with_mail_server_a_mail_is_called_sent(admin: Client, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    write("ivo", STATUS.sent)

    page = read(admin)

    assert ">sent<" in page
    assert "No mail server is set up" not in page


def test_what_a_mail_says_is_never_shown(admin: Client) -> None:
    write("ivo", STATUS.failed)

    assert "one-time-link" not in read(admin)


@pytest.mark.parametrize("role", ["operator", "owner", "isb", "csirt"])
def test_others_see_no_mails(role: str) -> None:
    write("ivo", STATUS.failed)
    client = browser(holder(role))

    assert "ivo@example.org" not in read(client)
    assert "mail-warning" not in read(client, "/admin/")
    client.post(MAILS, {"mail": "all", "do": "discard"})
    assert Email.objects.exists()


def test_right_for_one_group_is_not_enough() -> None:
    write("ivo", STATUS.failed)
    client = browser(holder_of_right("user.edit", "concept.edit", at=ServiceGroupFactory()))

    assert "ivo@example.org" not in read(client)


def test_list_is_filtered_by_state_and_words(admin: Client) -> None:
    write("ivo", STATUS.failed)
    write("dora", STATUS.sent)
    write("olga")

    for query, name in (("state=failed", "ivo"), ("state=waiting", "olga"), ("state=sent", "dora"),
                        ("q=For+dora", "dora"), ("q=olga@", "olga")):  # fmt: skip
        page = read(admin, f"{MAILS}?{query}")
        shown = [one for one in ("ivo", "dora", "olga") if f"{one}@example.org" in page]
        assert shown == [name], query
    assert read(admin, f"{MAILS}?state=nonsense&p=99")


def test_one_failed_mail_is_tried_again(admin: Client) -> None:
    mail, other = write("ivo", STATUS.failed), write("dora", STATUS.failed)

    page = admin.post(MAILS, {"mail": mail.pk, "do": "retry"}, follow=True).content.decode()

    assert "1 mail waits to be sent again." in page
    assert Email.objects.get(pk=mail.pk).status == STATUS.queued
    assert Email.objects.get(pk=other.pk).status == STATUS.failed


def test_all_failed_mails_are_tried_again_and_sent_ones_are_not(admin: Client) -> None:
    write("ivo", STATUS.failed)
    write("dora", STATUS.failed)
    sent = write("olga", STATUS.sent)

    admin.post(MAILS, {"mail": "all", "do": "retry"})

    assert Email.objects.filter(status=STATUS.queued).count() == 2
    assert Email.objects.get(pk=sent.pk).status == STATUS.sent


def test_failed_mail_can_be_given_up(admin: Client) -> None:
    mail = write("ivo", STATUS.failed)

    admin.post(MAILS, {"mail": mail.pk, "do": "discard"})

    assert not Email.objects.exists()


def test_what_is_done_to_failed_mails_stands_in_the_audit_log(admin: Client) -> None:
    mail = write("ivo", STATUS.failed)
    write("dora", STATUS.failed)
    write("olga", STATUS.sent)

    admin.post(MAILS, {"mail": mail.pk, "do": "discard"})
    admin.post(MAILS, {"mail": "all", "do": "retry"})
    admin.post(MAILS, {"mail": "all", "do": "retry"})  # there is none any more

    found = AuditEntry.objects.filter(event__startswith="mail.").order_by("pk")
    assert [(line.event, line.about, line.detail) for line in found] == [
        ("mail.deleted", "ivo@example.org", {"count": 1, "subject": "For ivo"}),
        ("mail.again", "dora@example.org", {"count": 1, "subject": "For dora"}),
    ]
    page = read(admin, "/admin/audit-log/?topic=mail")
    assert "failed mail deleted" in page
    assert "subject: For ivo" in page


@pytest.mark.parametrize("key", ["", "nonsense", "4711"])
def test_unknown_mail_changes_nothing(admin: Client, key: str) -> None:
    write("ivo", STATUS.failed)

    page = admin.post(MAILS, {"mail": key, "do": "retry"}, follow=True).content.decode()

    assert "Nothing was changed" in page
    assert Email.objects.get().status == STATUS.failed


def test_home_page_warns_of_failed_and_forgotten_mails(admin: Client) -> None:
    write("young")
    assert "mail-warning" not in read(admin, "/admin/")
    long_ago = timezone.now() - timedelta(minutes=16)
    write("forgotten", created=long_ago)
    write("refused", STATUS.requeued, created=long_ago, number_of_retries=2)
    write("failed", STATUS.failed)

    page = read(admin, "/admin/")

    assert "1 mail could not be delivered." in page
    assert "the mail server does not take it" in page
    assert "“send_mail_queue” does not seem to run" in page


def test_list_costs_the_same_with_one_mail_and_with_three(
    admin: Client, django_assert_max_num_queries: Any
) -> None:
    def add(name: str) -> None:
        mail = write(name, STATUS.failed)
        Log.objects.create(email=mail, status=STATUS.failed, message="x", exception_type="y")

    add("ivo")
    read(admin)
    with django_assert_max_num_queries(100) as one:
        read(admin)
    add("dora")
    add("olga")

    with django_assert_max_num_queries(len(one)):
        read(admin)
