"""Wagtail's reports on the whole house are for those who read its audit log."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from concept_pages.models import AuditEntry
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, holder, holder_of_right

pytestmark = pytest.mark.django_db

SITE_HISTORY = reverse("wagtailadmin_reports:site_history")
PAGE_TYPES = reverse("wagtailadmin_reports:page_types_usage")
REPORTS = [
    SITE_HISTORY,
    reverse("wagtailadmin_reports:site_history_results"),
    PAGE_TYPES,
    reverse("wagtailadmin_reports:page_types_usage_results"),
]
FILES = [f"{SITE_HISTORY}?export=csv", f"{SITE_HISTORY}?export=xlsx"]
HOME = reverse("wagtailadmin_home")


@pytest.fixture
def foreign() -> None:
    """Things that stand in the site history and in no list of anybody but administrators."""
    author = UserFactory(username="foreign-author")
    log(ServiceFactory(name_de="Foreign service"), "wagtail.edit", user=author)
    account = UserFactory(username="foreign-account")
    log(account, "wagtail.create", user=author, title="Foreign account")


@pytest.mark.parametrize("role", ["operator", "owner", "subadmin"])
@pytest.mark.parametrize("address", [*REPORTS, *FILES])
def test_report_is_closed_without_the_right(
    address: str, role: str, foreign: None, client: Client
) -> None:
    client.force_login(holder(role, ServiceGroupFactory()))

    response = client.get(address)

    assert response.status_code == 302
    assert b"oreign" not in b"".join(response)


def test_right_for_one_group_opens_no_report(client: Client) -> None:
    client.force_login(holder_of_right("audit.read", "concept.edit", at=ServiceGroupFactory()))

    assert {client.get(address).status_code for address in REPORTS} == {302}


@pytest.mark.parametrize("address", REPORTS)
def test_report_opens_with_the_right_alone(address: str, client: Client) -> None:
    client.force_login(holder_of_right("audit.read"))

    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("role", "offered"), [("operator", False), ("isb", True)])
def test_menu_offers_the_reports_to_those_who_may_open_them(
    role: str, offered: bool, client: Client
) -> None:
    client.force_login(holder(role))

    page = client.get(HOME).content.decode()

    assert reverse("wagtailadmin_reports:aging_pages") in page
    assert (SITE_HISTORY in page, PAGE_TYPES in page) == (offered, offered)


@pytest.mark.parametrize(("role", "offered"), [("operator", False), ("isb", True)])
def test_pages_of_a_type_lead_to_the_report_only_where_it_is_open(
    role: str, offered: bool, client: Client
) -> None:
    client.force_login(holder(role))

    address = reverse("wagtailadmin_pages:type_use", args=["concept_pages", "conceptpage"])
    steps = client.get(address).context["breadcrumbs_items"]

    assert (PAGE_TYPES in [step.get("url") for step in steps]) == offered


def test_deleted_person_is_named_to_who_may_open_the_site_history(client: Client) -> None:
    admin: Any = holder("admin")
    group = ServiceGroupFactory()
    gone = UserFactory(first_name="Gerda", last_name="Gone", username="gerda")
    log(group, "wagtail.edit", user=gone)
    get_user_model().objects.get(pk=gone.pk).delete()
    client.force_login(admin)

    assert "Gerda Gone" in client.get(SITE_HISTORY).content.decode()


def test_file_of_the_site_history_is_written_down_as_one(client: Client) -> None:
    client.force_login(holder("admin"))

    response = client.get(SITE_HISTORY, {"export": "csv"})

    name = f"site-history-{timezone.localdate():%Y-%m-%d}.csv"
    assert b"".join(response)
    assert name in response.headers["Content-Disposition"]
    assert [e.about for e in AuditEntry.objects.filter(event=AuditEntry.Event.EXPORTED)] == [name]
