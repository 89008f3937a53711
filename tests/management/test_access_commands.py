"""What commands say about who may do what, and why."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from concept_pages.models import Service
from tests.authoring import english
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import submitted_concept
from tests.factories.people import UserFactory, holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def service() -> Service:
    return ServiceFactory(key="dns", group=ServiceGroupFactory(title_en="Network"))


def lines(*args: Any) -> list[str]:
    """Return what a command prints."""
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue().splitlines()


def denied(*args: Any) -> list[str]:
    """Return what `explain_access` prints where the answer is no; its status says so, too."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("explain_access", *args, stdout=out)
    assert ended.value.code == 2
    return out.getvalue().splitlines()


def test_allowed_is_printed_with_the_reason(service: Service) -> None:
    holder("owner", service.group, username="alice", first_name="", last_name="")

    assert lines("explain_access", "alice", "concept.edit", "dns") == [
        "allowed",
        "alice: “Edit concepts” (concept.edit), service group “Network”",
        "- Role “Service owner” for the service group “Network”. Inherited from: Service operator.",
    ]


def test_what_is_in_the_way_as_the_concept_stands_is_printed() -> None:
    concept = submitted_concept()
    holder("operator", concept.get_parent().specific, username="alice")
    key = concept.services.get().key

    printed = lines("explain_access", "alice", "concept.edit", key)

    assert (printed[0], printed[-1]) == (
        "allowed",
        "But not as the concept stands now: This page is under review. It can be edited again when"
        " it is sent back or withdrawn.",
    )


def test_denied_is_printed_with_what_is_missing(service: Service) -> None:
    holder("reader", service.group, username="alice")

    printed = denied("alice", "concept.edit", "dns")

    assert printed[0] == "denied"
    assert printed[2].startswith("- Missing: a role with this right")
    assert printed[-1] == "- It could be given by: nobody."


def test_without_a_service_any_service_group_counts(service: Service) -> None:
    holder("owner", service.group, username="alice")

    assert lines("explain_access", "alice", "concept.edit")[0] == "allowed"
    assert lines("who_can", "concept.edit") == ["alice"]


def test_deactivated_person_is_explained(service: Service) -> None:
    holder("owner", service.group, username="alice", is_active=False)

    assert denied("alice", "concept.edit", "dns")[0] == "denied"


def test_whoever_rules_a_deactivated_account_is_named_wherever_its_roles_are(
    service: Service,
) -> None:
    elsewhere = ServiceGroupFactory()
    holder("owner", elsewhere, username="alice", is_active=False)
    holder("subadmin", elsewhere, username="sue", first_name="Sue", last_name="Sub")

    assert denied("alice", "concept.edit", "dns")[-1] == (
        "- It could be activated by: Sue Sub (sue)."
    )


def test_who_can_prints_names_one_a_line_in_order(service: Service) -> None:
    holder("owner", service.group, username="zoe")
    holder("operator", username="bob")
    holder("owner", ServiceGroupFactory(), username="elsewhere")
    UserFactory(username="alice", is_superuser=True)

    assert lines("who_can", "concept.edit", "dns") == ["alice", "bob", "zoe"]


def test_who_can_prints_nothing_where_nobody_can(service: Service) -> None:
    assert lines("who_can", "concept.edit", "dns") == []


def test_right_of_the_house_is_asked_for_the_whole_house(service: Service) -> None:
    holder("subadmin", service.group, username="alice")

    assert lines("who_can", "template.edit", "dns") == []
    assert denied("alice", "template.edit", "dns")[0] == "denied"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("explain_access", "nobody", "concept.edit"), "There is no user “nobody”."),
        (("explain_access", "alice", "concept.aprove"), "There is no right “concept.aprove”"),
        (("explain_access", "alice", "concept.edit", "x"), "There is no service “x”."),
        (("who_can", "concept.aprove"), "There is no right “concept.aprove”"),
        (("who_can", "concept.edit", "x"), "There is no service “x”."),
        (("who_can", "concept.edit", "web_mial"), "Perhaps you mean: “web_mail”."),
    ],
)
def test_what_does_not_exist_is_named(args: tuple[str, ...], sentence: str) -> None:
    UserFactory(username="alice")
    ServiceFactory(key="web_mail")

    with pytest.raises(CommandError, match=sentence):
        lines(*args)


def test_key_of_a_service_may_be_written_in_capital_letters(service: Service) -> None:
    holder("owner", service.group, username="alice")

    assert lines("who_can", "concept.edit", "DNS") == ["alice"]
