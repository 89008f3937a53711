"""The page "Who has access?": who may see it, what it says, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concept_pages.models import ConceptPage, Service, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right
from workflows.actions import submit
from workflows.queries import open_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return ServiceFactory(group=ServiceGroupFactory(title_en="Network"))


@pytest.fixture
def concept(service: Service) -> ConceptPage:
    return concept_draft(service)


def browser(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(page: Any) -> str:
    return reverse("concepts:access", args=[page.pk])


def opens(user: Any, page: Any) -> bool:
    return browser(user).get(address(page)).status_code == 200


def rows(user: Any, page: Any) -> dict[str, tuple[list[bool], str]]:
    """Return for each listed person which rights she has, and her clearance."""
    found = browser(user).get(address(page)).context["rows"]
    return {row.name: ([may for _, may in row.cells], str(row.clearance)) for row in found}


@pytest.mark.parametrize("role", ["operator", "owner", "subadmin", "admin", "isb"])
def test_page_is_open_to_who_works_on_the_concept(role: str, concept: ConceptPage) -> None:
    user = holder(role, concept.get_parent().specific)

    assert opens(user, concept)
    assert opens(user, concept.get_parent())


@pytest.mark.parametrize("role", ["reader", "csirt"])
def test_page_is_closed_to_readers(role: str, concept: ConceptPage) -> None:
    assert not opens(holder(role), concept)


def test_page_is_closed_to_owners_of_other_groups(concept: ConceptPage) -> None:
    user = holder("owner", ServiceGroupFactory())

    assert not opens(user, concept)
    assert not opens(user, concept.get_parent())


def test_page_is_closed_to_who_only_edits_templates(concept: ConceptPage) -> None:
    assert not opens(holder_of_right("template.edit"), concept)


def test_page_is_closed_to_visitors(concept: ConceptPage) -> None:
    assert Client().get(address(concept)).status_code == 302


def test_page_exists_for_concepts_and_service_groups_only(concept: ConceptPage) -> None:
    index = concept.get_parent().get_parent()

    assert browser(holder("admin")).get(address(index)).status_code == 404


def test_table_says_what_each_person_may(service: Service) -> None:
    owner = holder("owner", service.group, first_name="", last_name="", username="olga")
    holder("csirt", first_name="", last_name="", username="carla")
    holder("owner", ServiceGroupFactory(), first_name="", last_name="", username="foreign")
    holder("owner", service.group, is_active=False, first_name="", last_name="", username="gone")

    assert rows(owner, service.group) == {
        "carla": ([True, False, False, False, True], "strictly confidential"),
        "olga": ([True, True, True, False, True], "strictly confidential"),
    }


def test_table_says_why(service: Service) -> None:
    owner = holder("owner", service.group)

    page = browser(owner).get(address(service.group)).content.decode()

    assert "Role “Service owner” for the service group “Network”. Inherited from:" in page


def test_administrator_asks_why_not(service: Service) -> None:
    person = holder("reader", service.group)
    asked = {"person": person.pk, "right": "concept.edit"}

    response = browser(holder("subadmin", service.group)).get(address(service.group), asked)

    assert response.context["allowed"] is False
    assert "Missing: a role with this right" in response.content.decode()


def test_administrator_asks_why(service: Service) -> None:
    person = holder("operator", service.group)
    asked = {"person": person.pk, "right": "concept.edit"}

    response = browser(holder("admin")).get(address(service.group), asked)

    assert response.context["allowed"] is True


def why(concept: ConceptPage, person: Any, right: str) -> tuple[bool, list[str]]:
    """Return what an administrator is told: whether somebody may, and what is in the way now."""
    asked = {"person": person.pk, "right": right}
    context = browser(holder("admin")).get(address(concept), asked).context
    return context["allowed"], list(context["hindrances"])


def test_answer_says_what_is_in_the_way_as_the_concept_stands() -> None:
    concept = submitted_concept()
    submission = open_submission(concept)
    group = concept.get_parent().specific
    operator, owner = submission.submitted_by, holder("owner", group, username="olga")
    isb = holder("isb", username="ida", first_name="Ida", last_name="Sicher")

    assert why(concept, owner, "concept.release") == (True, [])
    assert why(concept, operator, "concept.edit") == (
        True,
        ["This page is under review. It can be edited again when it is sent back or withdrawn."],
    )
    assert why(concept, isb, "concept.review")[1][0].startswith("It waits for “")
    assert why(concept, owner, "concept.read") == (
        True,
        ["No version is in force: readers do not see this security concept."],
    )


def test_answer_says_that_four_eyes_are_in_the_way() -> None:
    concept = concept_draft()
    owner = holder("owner", concept.get_parent().specific, username="olga")
    assert why(concept, owner, "concept.release") == (
        True, ["This is not possible while the page is in the state “draft”."]
    )  # fmt: skip
    submit(concept, by=owner)

    assert why(concept, owner, "concept.release") == (
        True, ["“olga” submitted this. Somebody else has to decide on it."]
    )  # fmt: skip


def test_answer_about_what_is_refused_anyway_says_nothing_of_the_state() -> None:
    concept = submitted_concept()
    reader = holder("reader", concept.get_parent().specific)

    assert why(concept, reader, "concept.edit") == (False, [])


def test_question_is_not_answered_for_who_gives_no_roles(service: Service) -> None:
    person = holder("operator", service.group)
    asked = {"person": person.pk, "right": "concept.edit"}

    response = browser(holder("owner", service.group)).get(address(service.group), asked)

    assert "form" not in response.context
    assert "sentences" not in response.context


def test_answer_names_no_service_group_that_the_asker_does_not_rule(service: Service) -> None:
    secret = ServiceGroupFactory(title_en="Secret place")
    person = holder("operator", secret)
    asked = {"person": person.pk, "right": "concept.edit"}

    sub = browser(holder("subadmin", service.group)).get(address(service.group), asked)
    chief = browser(holder("admin")).get(address(service.group), asked)

    assert "Secret place" not in sub.content.decode()
    assert "Secret place" in chief.content.decode()


@pytest.mark.parametrize("asked", [{"person": "x", "right": "concept.edit"}, {"right": "nothing"}])
def test_wrong_question_gets_a_message(asked: dict[str, str], service: Service) -> None:
    response = browser(holder("admin")).get(address(service.group), asked)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_concept_and_service_lead_to_the_page(concept: ConceptPage) -> None:
    group, service = concept.get_parent().specific, concept.services.get()
    client = browser(holder("subadmin", group))
    edit, explore = "wagtailadmin_pages:edit", "wagtailadmin_explore"

    assert address(concept) in client.get(reverse(edit, args=[concept.pk])).content.decode()
    assert address(group) in client.get(reverse(explore, args=[group.pk])).content.decode()
    inspected = client.get(f"/admin/services/inspect/{service.pk}/").content.decode()
    assert address(concept) in inspected


def test_service_hides_the_link_from_who_may_not_see_the_page(service: Service) -> None:
    user = holder("reader", service.group)
    assign(user, RoleFactory(rights=["template.edit"]))

    inspected = browser(user).get(f"/admin/services/inspect/{service.pk}/")

    assert inspected.status_code == 200
    assert address(service.group) not in inspected.content.decode()


def count(client: Client, group: ServiceGroupPage) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(group)).status_code == 200
    return len(asked)


def test_page_costs_the_same_for_many_people(service: Service) -> None:
    client = browser(holder("admin"))
    holder("owner", service.group)
    count(client, service.group)
    few = count(client, service.group)
    for _ in range(30):
        user = UserFactory()
        assign(user, "owner", service.group)
        assign(user, "reader")

    assert count(client, service.group) == few
    assert sum(bool(row.see_as) for row in client.get(address(service.group)).context["rows"]) == 31


def test_question_starts_with_reading(service: Service) -> None:
    response = browser(holder("admin")).get(address(service.group))

    assert '<option value="concept.read" selected>' in response.content.decode()


def test_question_about_a_person_alone_asks_whether_she_reads(service: Service) -> None:
    person = holder("reader", service.group)

    response = browser(holder("admin")).get(address(service.group), {"person": person.pk})

    assert response.context["allowed"] is True


def test_person_that_is_none_gets_a_plain_sentence(service: Service) -> None:
    response = browser(holder("admin")).get(address(service.group), {"person": "abc"})

    assert response.context["form"].errors == {"person": ["Choose a person from the list."]}


def test_way_to_see_as_somebody_is_offered_to_whom_it_opens(service: Service) -> None:
    plain, more = holder("operator", service.group), holder("operator", service.group)
    assign(more, "admin", ServiceGroupFactory())  # which the page of this group does not know of
    rights = ("user.see_as", "role.delegate", "service.assign", "service.edit")
    client = browser(holder_of_right(*rights))

    found = client.get(address(service.group)).context["rows"]

    offered = {row.see_as for row in found if row.see_as}
    assert offered == {reverse("secdoc_see_as", args=[plain.pk])}
    for person in (plain, more):
        opened = client.get(reverse("secdoc_see_as", args=[person.pk])).status_code == 200
        assert opened is (person == plain)


def test_whoever_rules_a_deactivated_account_elsewhere_is_named(concept: ConceptPage) -> None:
    elsewhere = ServiceGroupFactory()
    gone = holder("owner", elsewhere, is_active=False)
    holder("subadmin", elsewhere, username="sue", first_name="Sue", last_name="Sub")
    seer = holder("subadmin", concept.get_parent().specific)

    page = browser(seer).get(address(concept), {"person": gone.pk, "right": "concept.edit"})

    assert "Sue Sub (sue)" in page.context["sentences"][-1]


def test_cells_name_their_columns_for_narrow_screens(concept: ConceptPage) -> None:
    answer = browser(holder("admin")).get(address(concept))

    page = answer.content.decode()
    for column in [*answer.context["columns"], "Why"]:
        assert f'<td data-label="{column}">' in page
