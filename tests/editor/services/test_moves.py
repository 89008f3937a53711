"""Services chosen in the list move together: first a plan, then what of it is possible, at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.models import AuditEntry, ConceptPage, Service, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import assign, holder
from tests.factories.templates import released_template

from .test_services import LIST, browser, form

pytestmark = pytest.mark.django_db

MOVE = "/admin/catalogue/move/"


def ask(client: Client, to: ServiceGroupPage, *services: Service, step: str = "plan") -> Any:
    """Post the form of the screen as a browser does."""
    rows = [service.pk for service in services]
    return client.post(MOVE, {"rows": rows, "to": to.pk, step: "1"})


def group_of(service: Service) -> int:
    """Return where a service is by now."""
    return Service.objects.get(pk=service.pk).group_id


def test_chosen_rows_lead_to_a_plan_that_moves_them_with_their_concept() -> None:
    service, other, target = ServiceFactory(), ServiceFactory(), ServiceGroupFactory()
    concept = released_concept(service)
    client = browser(holder("admin"))

    assert f'name="rows" value="{service.pk}"' in client.get(LIST).content.decode()
    asked = client.get(f"{MOVE}?rows={service.pk}&rows={other.pk}")
    plan = ask(client, target, service, other)
    before = group_of(service)
    ask(client, target, service, other, step="apply")

    assert str(other) in asked.content.decode()
    assert concept.display_title() in plan.content.decode()
    assert before != target.pk
    assert group_of(service) == group_of(other) == target.pk
    assert ConceptPage.objects.get(pk=concept.pk).get_parent().pk == target.pk


def test_plan_says_who_loses_and_who_gains_access_to_the_concept() -> None:
    service, empty, target = ServiceFactory(), ServiceFactory(), ServiceGroupFactory()
    released_concept(service)
    reader, both = holder("reader", service.group), holder("reader", service.group)
    assign(both, "reader", target)
    owner = holder("owner", target)
    client = browser(holder("admin"))
    client.post("/language/", {"language": "en"})

    (reach,) = ask(client, target, service, empty).context["reaches"]
    without_concept = ask(client, target, empty).context["reaches"]

    said = {sentence.partition(": ")[0]: sentence for sentence in reach.sentences}
    assert reader.get_full_name() in said["Can no longer read"]
    assert owner.get_full_name() in said["Can edit from now on"]
    assert both.username not in " ".join(reach.sentences)
    assert without_concept == []


def test_service_of_the_same_concept_is_offered_to_come_along() -> None:
    first, target = ServiceFactory(), ServiceGroupFactory()
    second = ServiceFactory(group=first.group, name_de="Der andere")
    concept_draft(first, second)
    client = browser(holder("admin"))

    page = ask(client, target, first)
    alone = ask(client, target, first, step="apply")
    unmoved = group_of(first)
    ask(client, target, *page.context["plan"].moving, step="apply")

    assert "Der andere" in page.content.decode()
    assert alone.context["refusal"]
    assert unmoved == first.group_id
    assert group_of(first) == group_of(second) == target.pk


def test_form_of_one_service_leads_to_the_plan_for_all_of_its_concept() -> None:
    first, target = ServiceFactory(), ServiceGroupFactory()
    concept_draft(first, ServiceFactory(group=first.group))
    client = browser(holder("admin"))
    address = reverse("services_modeladmin_edit", args=[first.pk])

    page = client.post(address, form(first, group=target.pk)).content.decode()

    assert f'<a href="{MOVE}?rows={first.pk}&amp;to={target.pk}">' in page
    assert group_of(first) == first.group_id


def test_service_under_review_stays_and_the_others_can_move() -> None:
    reviewed, free, target = ServiceFactory(), ServiceFactory(), ServiceGroupFactory()
    submitted_concept(reviewed)
    client = browser(holder("admin"))

    plan = ask(client, target, reviewed, free).context["plan"]
    ask(client, target, reviewed, free, step="apply")
    before = group_of(free)
    ask(client, target, *plan.moving, step="apply")

    assert [line.service for line in plan.lines if line.refusals] == [reviewed]
    assert before == free.group_id  # all that is asked for at once, or nothing
    assert group_of(free) == target.pk
    assert group_of(reviewed) == reviewed.group_id


def test_concepts_of_the_same_address_do_not_meet_in_one_group() -> None:
    first, second, target = ServiceFactory(), ServiceFactory(), ServiceGroupFactory()
    template = released_template()
    for service in (first, second):
        concept = concept_draft(service, template=template)
        ConceptPage.objects.filter(pk=concept.pk).update(slug="same")
    client = browser(holder("admin"))

    page = ask(client, target, first, second, step="apply")

    assert page.context["refusal"]
    assert page.context["plan"].moving == []
    assert group_of(first) == first.group_id


def test_subadministrator_moves_between_her_groups_only() -> None:
    own, target, foreign = ServiceFactory(), ServiceGroupFactory(), ServiceFactory(name_de="Geheim")
    person = holder("subadmin", own.group)
    assign(person, "subadmin", target)
    client = browser(person)

    away = ask(client, foreign.group, own, step="apply")
    taken = ask(client, target, foreign, step="apply")
    listed = client.get(f"{MOVE}?rows={own.pk}&rows={foreign.pk}").content.decode()
    ask(client, target, own, step="apply")

    assert away.status_code == taken.status_code == 200
    assert "Geheim" not in listed + taken.content.decode()
    assert group_of(foreign) == foreign.group_id
    assert group_of(own) == target.pk


def test_service_that_she_may_not_choose_is_named_in_the_log_and_not_on_the_page() -> None:
    own, foreign = ServiceFactory(), ServiceFactory(name_de="Geheim")
    client = browser(holder("subadmin", own.group))

    page = ask(client, own.group, foreign).content.decode()

    assert "Einer dieser Dienste wurde gelöscht, oder Sie dürfen ihn nicht wählen." in page
    assert "Geheim" not in page
    entry = AuditEntry.objects.get(event=AuditEntry.Event.DENIED)
    assert entry.detail["reason"] == "Dienste: Geheim"


def test_service_that_was_deleted_meanwhile_is_explained() -> None:
    own, gone = ServiceFactory(), ServiceFactory()
    client = browser(holder("subadmin", own.group))
    Service.objects.filter(pk=gone.pk).delete()

    page = client.post(MOVE, {"rows": [gone.pk], "to": own.group.pk, "plan": "1"}).content.decode()

    assert "Einer dieser Dienste wurde gelöscht, oder Sie dürfen ihn nicht wählen." in page
    assert not AuditEntry.objects.filter(event=AuditEntry.Event.DENIED).exists()


def test_service_that_she_sees_but_does_not_edit_stays() -> None:
    own, seen = ServiceFactory(), ServiceFactory()
    person = holder("subadmin", own.group)
    assign(person, "operator", seen.group)
    client = browser(person)

    plan = ask(client, own.group, seen).context["plan"]
    refused = ask(client, own.group, seen, step="apply")

    assert plan.lines[0].refusals
    assert refused.context["refusal"]
    assert group_of(seen) == seen.group_id


def test_operator_neither_chooses_rows_nor_moves() -> None:
    service = ServiceFactory()
    client = browser(holder("operator", service.group))

    page = client.get(LIST).content.decode()
    refused = client.get(f"{MOVE}?rows={service.pk}")

    assert "chosen-rows" not in page
    assert refused.status_code == 302
    assert refused["Location"] == "/admin/"


def test_nothing_chosen_leads_back_to_the_list() -> None:
    client = browser(holder("admin"))

    assert client.get(MOVE)["Location"] == LIST
