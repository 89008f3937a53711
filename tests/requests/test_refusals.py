"""Each refusal for want of a right is one line of the audit log, whichever way it is answered."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.models import AuditEntry, ConceptPage
from concept_pages.requests import refusals
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, holder, holder_of_right
from tests.factories.releases import concept_in_force, template_in_force

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event


def denied() -> list[AuditEntry]:
    """Return the refusals that were written down."""
    return list(AuditEntry.objects.filter(event=EVENT.DENIED))


@pytest.fixture
def page() -> ConceptPage:
    return concept_in_force(template=template_in_force())


@pytest.fixture
def outsider(client: Client) -> Client:
    """Return a browser of a reader of another service group."""
    client.force_login(holder("operator", ServiceGroupFactory(), username="otto"))
    return client


def test_page_that_is_hidden_from_a_reader_is_named_in_the_log(
    outsider: Client, page: ConceptPage
) -> None:
    response = outsider.get(page.url, REMOTE_ADDR="192.0.2.7")

    entry = denied()[0]
    assert response.status_code == 404
    assert page.title not in response.content.decode()
    assert (entry.about, entry.by.username, entry.refused) == (page.title, "otto", True)
    assert (entry.address, entry.detail["path"]) == ("192.0.2.7", page.url)


@pytest.mark.parametrize(
    "name",
    ["branch", "archive", "archived", "export", "draft_export", "editor", "access", "people"],
)
def test_every_kind_of_refusal_is_one_line(name: str, outsider: Client, page: ConceptPage) -> None:
    export = reverse("concept_pages:export", args=[page.pk, "txt"])
    address = {
        "branch": page.get_parent().url,
        "archive": reverse("concept_pages:archive"),
        "archived": reverse("concept_pages:archived", args=[page.pk]),
        "export": export,
        "draft_export": f"{export}?draft=1",
        "editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "access": reverse("concepts:access", args=[page.pk]),
        "people": reverse("wagtailusers_users:index"),
    }[name]

    outsider.get(address)

    assert [entry.detail["path"] for entry in denied()] == [address.partition("?")[0]]


def test_refusal_to_a_script_is_one_line(outsider: Client, page: ConceptPage) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = outsider.get(address, headers={"x-requested-with": "XMLHttpRequest"})

    assert response.status_code == 403
    assert len(denied()) == 1


def test_message_of_the_refusal_is_still_shown(outsider: Client, page: ConceptPage) -> None:
    response = outsider.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True)

    shown = [str(message) for message in response.context["messages"]]
    assert len(shown) == 1
    assert len(denied()) == 1


def test_reader_who_tries_the_admin_is_written_down(client: Client) -> None:
    client.force_login(holder("csirt"))

    assert "login" in client.get(reverse("wagtailadmin_home")).headers["Location"]
    assert len(denied()) == 1


def test_action_without_the_right_is_written_down(client: Client) -> None:
    page = concept_draft()
    client.force_login(holder("isb"))
    address = reverse("concepts:upgrade", args=[page.pk])

    client.get(address)

    assert len(denied()) == 1


def test_same_attempt_within_a_minute_is_one_line(outsider: Client, page: ConceptPage) -> None:
    for _again in range(3):
        outsider.get(page.url)
    outsider.get(page.get_parent().url)

    assert sorted(entry.detail["path"] for entry in denied()) == [page.get_parent().url, page.url]


def test_same_attempt_after_a_minute_is_another_line(
    outsider: Client, page: ConceptPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    outsider.get(page.url)
    monkeypatch.setattr(refusals, "ONE_LINE_FOR", refusals.ONE_LINE_FOR * 0)
    outsider.get(page.url)

    assert len(denied()) == 2


def test_strangers_who_are_sent_to_the_login_are_not_refused(
    client: Client, page: ConceptPage
) -> None:
    client.get(page.url)
    client.get(reverse("wagtailadmin_home"))
    client.get(reverse("wagtailadmin_home"), headers={"x-requested-with": "XMLHttpRequest"})

    assert denied() == []


def test_what_there_is_not_is_no_refusal(outsider: Client) -> None:
    assert outsider.get("/nirgends/").status_code == 404
    assert outsider.get(reverse("concept_pages:archived", args=[999_999])).status_code == 404
    assert denied() == []


def test_missing_token_is_no_missing_right(page: ConceptPage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    assert client.post(reverse("concept_pages:language"), {"language": "de"}).status_code == 403
    assert denied() == []


def test_redirect_home_without_a_refusal_is_no_refusal(client: Client) -> None:
    client.force_login(holder("operator", ServiceGroupFactory()))

    client.get("/admin/login/", {"next": reverse("wagtailadmin_home")})

    assert denied() == []


def test_log_that_cannot_be_written_is_not_in_the_way(
    outsider: Client,
    page: ConceptPage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(AuditEntry, "save", broken)

    with caplog.at_level(logging.ERROR):
        response = outsider.get(page.url)

    assert response.status_code == 404
    assert "could not be written to the audit log" in caplog.text


def test_export_without_the_right_names_the_reason(client: Client) -> None:
    page = released_concept(ServiceFactory())
    client.force_login(holder_of_right("concept.read", at=page.get_parent().specific))

    response = client.get(reverse("concept_pages:export", args=[page.pk, "txt"]))

    assert response.status_code == 403
    assert "reason" in denied()[0].detail
