"""The released tree: what a reader finds in it, and what she is not told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.access.reader import Reader
from concept_pages.definition.elements import Confidentiality, Text
from concept_pages.models import Service, ServiceGroupPage
from concept_pages.queries.tree import (
    Leaf,
    branches,
    concepts_without_service,
    leaves,
    name_of,
    newest,
    services_to_read,
)
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.releases import concept_in_force, next_version, template_in_force
from workflows.actions import retire
from workflows.models import Lifecycle, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Release:
    return template_in_force()


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory()


def read(user: Any, *groups: ServiceGroupPage) -> list[Leaf]:
    """Return what a person finds below some groups."""
    reader = Reader(user)
    return leaves(
        reader, services_to_read(reader, groups), concepts_without_service(reader, groups)
    )


def test_branches_are_the_groups_one_may_read(group: ServiceGroupPage, template: Release) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(template=template)

    found = branches(Reader(holder("reader", group)))

    assert [(branch.group, branch.concepts) for branch in found] == [(group, 1)]


def test_branches_tell_readers_no_gaps(group: ServiceGroupPage) -> None:
    ServiceFactory(group=group)

    assert [branch.gaps for branch in branches(Reader(holder("reader", group)))] == [None]


@pytest.mark.parametrize("role", ["operator", "owner", "isb", "csirt"])
def test_branches_count_gaps_for_those_who_work_on_them(
    role: str, group: ServiceGroupPage, template: Release
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)
    ServiceFactory(group=group)
    ServiceFactory(group=group, retired=True)
    concept_draft(ServiceFactory(group=group), template=template)

    found = branches(Reader(holder(role, None if role in ("isb", "csirt") else group)))

    assert [(branch.concepts, branch.gaps) for branch in found] == [(1, 2)]


def test_leaves_hold_the_release_in_force(group: ServiceGroupPage, template: Release) -> None:
    service = ServiceFactory(group=group)
    concept = concept_in_force(service, template=template)
    release = next_version(concept, purpose="Neu")

    (leaf,) = read(holder("reader", group), group)

    assert (leaf.service, leaf.concept, leaf.release) == (service, concept, release)


def test_leaves_hold_nothing_of_drafts_for_readers(
    group: ServiceGroupPage, template: Release
) -> None:
    concept_draft(ServiceFactory(group=group), template=template)

    assert read(holder("reader", group), group) == []


def test_leaves_show_a_draft_as_a_gap_to_those_who_are_told(
    group: ServiceGroupPage, template: Release
) -> None:
    service = ServiceFactory(group=group)
    concept_draft(service, template=template)

    (leaf,) = read(holder("csirt"), group)

    assert (leaf.service, leaf.concept, leaf.release, leaf.title) == (service, None, None, "")


def test_leaves_of_a_foreign_group_are_not_there(
    group: ServiceGroupPage, template: Release
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)

    assert read(holder("owner", ServiceGroupFactory()), group) == []


@pytest.mark.parametrize(
    ("role", "level"),
    [
        ("reader", Confidentiality.INTERNAL),
        ("operator", Confidentiality.STRICTLY_CONFIDENTIAL),
    ],
)
def test_leaves_are_classified_by_what_one_sees(
    role: str, level: Confidentiality, group: ServiceGroupPage, template: Release
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template)

    assert [leaf.classification for leaf in read(holder(role, group), group)] == [level]


def test_leaves_of_a_concept_for_two_services_are_two(
    group: ServiceGroupPage, template: Release
) -> None:
    services = ServiceFactory(group=group), ServiceFactory(group=group)
    concept = concept_in_force(*services, template=template)

    found = read(holder("reader", group), group)

    assert [(leaf.service, leaf.concept) for leaf in found] == [
        (services[0], concept),
        (services[1], concept),
    ]


def test_leaves_hold_concepts_that_lost_their_service(
    group: ServiceGroupPage, template: Release
) -> None:
    service = ServiceFactory(group=group)
    concept = concept_in_force(service, template=template)
    Service.objects.filter(pk=service.pk).delete()

    (leaf,) = read(holder("reader", group), group)

    assert (leaf.service, leaf.concept, leaf.name) == (None, concept, "Sicherheitskonzept")


def test_leaves_hold_no_retired_concepts(group: ServiceGroupPage, template: Release) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)

    retire(concept, by=holder("isb"), comment="Abgeschaltet.")

    assert read(holder("reader", group), group) == []


@pytest.mark.parametrize(("due", "overdue"), [(date(2020, 1, 1), True), (date(2999, 1, 1), False)])
def test_leaves_say_what_should_have_been_reviewed(
    due: date, overdue: bool, group: ServiceGroupPage, template: Release
) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)
    Lifecycle.objects.filter(page_id=concept.pk).update(next_review_on=due)

    assert [leaf.overdue for leaf in read(holder("reader", group), group)] == [overdue]


def test_newest_are_in_scope_and_in_order(group: ServiceGroupPage, template: Release) -> None:
    older = concept_in_force(ServiceFactory(group=group), template=template)
    newer = concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(template=template)
    concept_draft(ServiceFactory(group=group), template=template)

    assert newest(Reader(holder("reader", group)), 5) == [newer, older]


def test_name_of_a_concept_is_that_of_its_services(
    group: ServiceGroupPage, template: Release
) -> None:
    services = [
        ServiceFactory(group=group, name_de="Netz", name_en="Network"),
        ServiceFactory(group=group, name_de="Post", name_en="Mail"),
    ]
    concept = concept_in_force(*services, template=template)

    assert name_of(concept) == Text("Netz, Post", "Network, Mail")


def test_the_tree_asks_no_more_of_the_database_for_more_services(
    group: ServiceGroupPage, template: Release
) -> None:
    user = holder("csirt")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            person = type(user).objects.get(pk=user.pk)
            groups = [branch.group for branch in branches(Reader(person))]
            names = [(leaf.name, leaf.overdue, leaf.release) for leaf in read(person, *groups)]
            names += [name_of(concept) for concept in newest(Reader(person), 9)]
            assert names
        return len(asked)

    concept_in_force(ServiceFactory(group=group), template=template)
    one = queries()
    concept_in_force(ServiceFactory(group=group), template=template)
    concept_in_force(template=template)
    ServiceFactory(group=group)

    assert queries() == one
