"""Each refusal for want of a right is one line of the audit log, whichever way it is answered."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.access.rights import RIGHTS
from concept_pages.models import AuditEntry, ConceptPage, Role, RoleAssignment, Service
from concept_pages.requests import refusals
from concept_pages.requests.missing_right import OPENED_BY
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, assign, holder, holder_of_right
from tests.factories.releases import concept_in_force, template_in_force
from workflows.actions import submit
from workflows.people import name_of

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


@pytest.mark.parametrize(
    ("screen", "method"),
    [
        ("inspect", "get"),
        ("history", "get"),
        ("usage", "get"),
        ("deactivate", "get"),
        ("deactivate", "post"),
        ("invite", "get"),
        ("invite", "post"),
        ("activate", "post"),
        ("unlock", "post"),
    ],
)
def test_account_that_is_hidden_from_a_subadmin_is_named_in_the_log(
    screen: str, method: str, client: Client
) -> None:
    client.force_login(holder("subadmin", ServiceGroupFactory(), username="susi"))
    person = holder("operator", ServiceGroupFactory(), last_name="Fremd")
    index = reverse("wagtailusers_users:index")
    address = {
        "inspect": f"{index}inspect/{person.pk}/",
        "history": f"{index}history/{person.pk}/",
        "usage": f"{index}usage/{person.pk}/",
    }.get(screen, f"{index}{person.pk}/{screen}/")

    response = getattr(client, method)(address)

    entry = denied()[0]
    assert response.status_code == 404
    assert "Fremd" not in response.content.decode()
    assert (entry.about, entry.by.username) == (name_of(person), "susi")
    assert (entry.detail["path"], entry.detail["method"]) == (address, method.upper())


def test_account_that_does_not_exist_is_no_refusal(client: Client) -> None:
    client.force_login(holder("subadmin", ServiceGroupFactory()))

    response = client.get(reverse("wagtailusers_users:inspect", args=[999_999]))

    assert response.status_code == 404
    assert denied() == []


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


@pytest.mark.parametrize(
    ("opened", "name"),
    [("assignments", "assignments:matrix"),
     ("role-assignments", "role-assignments_modeladmin_index"),
     ("roles", "roles_modeladmin_index"),
     ("secdoc_audit", "secdoc_audit:index"),
     ("secdoc_mails", "secdoc_mails:index"),
     ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results"),
     ("wagtailadmin_reports:site_history", "wagtailadmin_reports:site_history"),
     ("wagtailusers_groups", "wagtailusers_groups:index"),
     ("wagtailusers_users", "wagtailusers_users:index")],
)  # fmt: skip
def test_right_that_opens_an_area_is_named(opened: str, name: str, client: Client) -> None:
    right = OPENED_BY[opened]
    address = reverse(name)
    client.force_login(holder("owner", ServiceGroupFactory()))

    said = client.get(address, follow=True, headers={"accept-language": "en"})

    assert f"The right “{RIGHTS[right].label}” is missing" in said.content.decode()
    assert [entry.detail["right"] for entry in denied()] == [right]
    client.force_login(holder_of_right(right, "service.assign"))
    assert client.get(address).status_code == 200


def test_right_that_is_held_elsewhere_is_not_named(client: Client) -> None:
    client.force_login(holder("subadmin", ServiceGroupFactory()))
    person = holder("isb", is_superuser=True)

    client.get(reverse("wagtailusers_users:edit", args=[person.pk]), follow=True)

    assert all("right" not in entry.detail for entry in denied())


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


# Refusals that a view answers itself --------------------------------------------------------------


def lines() -> list[tuple[str, str]]:
    """Return the address and the missing right of each refusal."""
    return [(entry.detail["path"], entry.detail.get("right", "")) for entry in denied()]


def test_move_that_is_refused_on_its_page_is_one_line(client: Client) -> None:
    page = released_concept(ServiceFactory())
    client.force_login(holder("operator", page.get_parent().specific))
    address = reverse("lifecycle:move", args=[page.pk, "retire"])

    shown = client.get(address)
    response = client.post(address, {"comment": "weg"})

    assert (shown.status_code, response.status_code) == (200, 200)
    assert lines() == [(address, "concept.review")]
    assert ConceptPage.objects.get(pk=page.pk).status == "approved"


def test_decision_of_somebody_else_is_one_line(client: Client) -> None:
    page = concept_draft()
    operator = holder("operator", page.get_parent().specific)
    submit(page, by=operator)
    client.force_login(holder("isb"))
    address = reverse("lifecycle:review", args=[page.pk])

    seen = client.get(address).context["waiting"]
    client.post(address, {"decision": "approve", "seen": seen})

    assert lines() == [(address, "concept.release")]


def test_four_eyes_and_missing_answers_are_no_refusals(client: Client) -> None:
    page = concept_draft()
    owner = holder("owner", page.get_parent().specific)
    submit(page, by=owner)
    client.force_login(owner)

    client.post(reverse("lifecycle:review", args=[page.pk]), {"decision": "approve"})
    client.post(reverse("lifecycle:move", args=[page.pk, "retire"]), {"comment": ""})

    assert denied() == []


def test_role_that_is_not_offered_is_one_line(client: Client) -> None:
    foreign, person = ServiceGroupFactory(), UserFactory()
    client.force_login(holder("subadmin", ServiceGroupFactory()))
    role = Role.objects.get(key="operator")
    given = {"user": person.pk, "role": role.pk, "service_group": foreign.pk}

    one = client.post(reverse("role-assignments_modeladmin_create"), given)
    many = client.post(
        reverse("assignments:give"),
        {"people": [person.pk], "role": role.pk, "places": [foreign.pk], "apply": "1"},
    )

    assert (one.status_code, many.status_code) == (200, 200)
    assert [path for path, _right in lines()] == [
        reverse("assignments:give"),
        reverse("role-assignments_modeladmin_create"),
    ]
    assert not RoleAssignment.objects.filter(user=person).exists()


def test_choice_that_there_is_not_is_no_refusal(client: Client) -> None:
    client.force_login(holder("subadmin", ServiceGroupFactory()))
    given = {"user": 999_999, "role": 999_999, "service_group": "nonsense"}

    client.post(reverse("role-assignments_modeladmin_create"), given)

    assert denied() == []


def test_plan_that_names_what_is_not_hers_is_refused_once_it_is_carried_out(
    client: Client,
) -> None:
    group = ServiceGroupFactory()
    # She administers the assignments there, but assigns no services: she sees and cannot end them.
    dora = holder_of_right("role.delegate", at=group)
    assign(dora, "subadmin", ServiceGroupFactory())
    client.force_login(dora)
    kept = assign(UserFactory(), "operator", group)
    address = reverse("assignments:end")
    asked = {"rows": [kept.pk], "how": "take"}

    client.post(address, asked)
    assert denied() == []
    client.post(address, asked | {"apply": "1"})

    assert lines() == [(address, "role.delegate")]


def test_people_changed_together_are_one_line(client: Client) -> None:
    client.force_login(holder("admin"))
    address = reverse("wagtail_bulk_action", args=["auth", "user", "delete"])

    client.post(f"{address}?id={UserFactory().pk}")

    assert lines() == [(address, "user.edit")]


def test_pages_that_wagtail_leaves_out_are_one_line(client: Client) -> None:
    page = released_concept(ServiceFactory())
    client.force_login(holder("operator", page.get_parent().specific))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(f"{address}?id={page.pk}")

    assert [entry.detail["reason"] for entry in denied()] == [page.title]


def test_another_attempt_in_the_same_place_is_another_line(client: Client) -> None:
    page = released_concept(ServiceFactory())
    client.force_login(holder("operator", ServiceGroupFactory()))
    address = reverse("lifecycle:move", args=[page.pk, "retire"])

    for _again in range(2):
        client.get(address)
        client.post(address, {"comment": "weg"})

    assert sorted(entry.detail["method"] for entry in denied()) == ["GET", "POST"]


def test_service_taken_out_by_who_may_not_retire_its_concept_is_no_refusal(
    client: Client,
) -> None:
    service = ServiceFactory()
    page = released_concept(service)
    client.force_login(holder("subadmin", page.get_parent().specific))

    client.post(reverse("catalogue:retire", args=[service.pk]), {"comment": "weg"})

    assert Service.objects.get(pk=service.pk).retired
    assert denied() == []


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
