"""Services move between groups with their concept; what cannot move says why."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from concept_pages.actions.services import (
    ServiceNotMoved,
    move_service,
    move_services,
    plan_move,
)
from concept_pages.models import AnswerEntry, ConceptPage, Service
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import assign, holder

pytestmark = pytest.mark.django_db


def test_moved_service_keeps_its_identity_and_its_released_concept() -> None:
    service = ServiceFactory()
    concept = released_concept(service)
    release, target = concept.lifecycle.released, ServiceGroupFactory()

    move_service(service, to=target)

    moved = ConceptPage.objects.get(pk=concept.pk)
    assert Service.objects.get(pk=service.pk).group_id == target.pk
    assert moved.get_parent().pk == target.pk
    assert (moved.lifecycle.released, moved.live) == (release, True)


def test_moved_concept_is_found_in_its_new_group_only() -> None:
    service = ServiceFactory()
    released_concept(service)
    target = ServiceGroupFactory()

    move_service(service, to=target)

    groups = set(AnswerEntry.objects.values_list("service_group", flat=True))
    assert groups == {target.pk}


def test_move_asks_for_the_right_in_both_groups() -> None:
    service, target = ServiceFactory(), ServiceGroupFactory()
    half_way = holder("subadmin", service.group)

    with pytest.raises(ServiceNotMoved):
        move_service(service, to=target, by=half_way)

    assert Service.objects.get(pk=service.pk).group_id == service.group_id


def test_move_is_allowed_with_the_right_in_both_groups() -> None:
    service, target = ServiceFactory(), ServiceGroupFactory()
    person = holder("subadmin", service.group)
    assign(person, "subadmin", target)

    move_service(service, to=target, by=person)

    assert Service.objects.get(pk=service.pk).group_id == target.pk


def test_services_of_one_concept_move_together_or_not_at_all() -> None:
    first = ServiceFactory()
    second = ServiceFactory(group=first.group, name_de="Der andere")
    concept = concept_draft(first, second)
    target = ServiceGroupFactory()

    with pytest.raises(ServiceNotMoved, match="Der andere"):
        move_service(first, to=target)
    move_services([first, second], to=target)

    assert ConceptPage.objects.get(pk=concept.pk).get_parent().pk == target.pk


def test_service_stays_while_its_concept_is_under_review() -> None:
    service = ServiceFactory()
    submitted_concept(service)

    with pytest.raises(ServiceNotMoved):
        move_service(service, to=ServiceGroupFactory())


def test_move_to_its_own_group_does_nothing() -> None:
    service = ServiceFactory()
    submitted_concept(service)

    assert move_services([service], to=service.group) == []


def test_plan_of_a_move_costs_the_same_with_one_concept_and_with_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, target = ServiceFactory(), ServiceGroupFactory()
    template = concept_draft(first).template_release
    services = [first, *ServiceFactory.create_batch(2, group=first.group)]
    for service in services[1:]:
        concept_draft(service, template=template)

    with CaptureQueriesContext(connection) as captured:
        plan_move(services[:1], to=target)

    with django_assert_num_queries(len(captured)):
        plan = plan_move(services, to=target)
    assert len(plan.moving) == 3
