"""Services that were asked for, with and without a concept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.access.reader import Reader
from concept_pages.models import Service, ServiceGroupPage
from concept_pages.queries.search.catalogue import FoundService
from concept_pages.queries.search.find import Results, find
from concept_pages.queries.search.query import parse
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import UserFactory, assign, holder
from tests.factories.releases import concept_in_force, template_in_force
from tests.factories.templates import COMPLETE
from workflows.actions import retire

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory()


@pytest.fixture
def csirt() -> Any:
    return holder("csirt")


def search(user: Any, typed: str, **kwargs: Any) -> Results:
    """Return what a person finds who looks for some words; nothing is remembered in between."""
    person = type(user).objects.get(pk=user.pk)
    return find(Reader(person), parse(typed, **kwargs), language="de")


def services(user: Any, typed: str) -> list[FoundService]:
    """Return the services that a person finds."""
    return search(user, typed).services.services


@pytest.mark.parametrize(
    "typed", ["Video", "konferenz", "conference", "big_blue", "Hörsaal", "hoersaal konferenz"]
)
def test_a_service_is_found_by_its_names_key_and_comment(
    typed: str, group: ServiceGroupPage, csirt: Any
) -> None:
    service = ServiceFactory(
        group=group,
        key="big_blue",
        name_de="Videokonferenz",
        name_en="Video conference",
        comment="Auch in den Hörsälen und im großen Hörsaal.",
    )

    assert [found.service for found in services(csirt, typed)] == [service]


def test_a_service_says_what_matches_where_its_name_does_not(
    group: ServiceGroupPage, csirt: Any
) -> None:
    ServiceFactory(group=group, name_de="Videokonferenz", name_en="Video conference")

    (by_name,) = services(csirt, "konferenz")
    (by_other,) = services(csirt, "conference")

    assert ([piece.text for piece in by_name.name if piece.marked], by_name.also) == (
        ["Videokonferenz"],
        [],
    )
    assert [piece.text for piece in by_other.also if piece.marked] == ["conference"]


def test_a_service_with_a_released_concept_leads_to_it(group: ServiceGroupPage, csirt: Any) -> None:
    service = ServiceFactory(group=group)
    concept = concept_in_force(service, template=template_in_force())
    Service.objects.filter(pk=service.pk).update(name_de="Umgetauft")

    (found,) = services(csirt, "umgetauft")

    assert found.concept == concept


def test_a_service_whose_concept_is_found_is_not_listed_again(
    group: ServiceGroupPage, csirt: Any
) -> None:
    concept_in_force(
        ServiceFactory(group=group, name_de="Videokonferenz"), template=template_in_force()
    )

    results = search(csirt, "konferenz")

    assert (results.total, results.services.services) == (1, [])


def test_words_and_beginnings_come_before_parts(group: ServiceGroupPage, csirt: Any) -> None:
    inside = ServiceFactory(group=group, name_de="Aktenarchiv")
    beginning = ServiceFactory(group=group, name_de="Langzeit-Archivierung")

    found = [one.service for one in services(csirt, "archiv")]

    assert found == [beginning, inside]


@pytest.mark.parametrize("make", [concept_draft, submitted_concept])
def test_a_draft_is_no_concept_and_its_answers_stay_unknown(
    make: Any, group: ServiceGroupPage, csirt: Any
) -> None:
    service = ServiceFactory(group=group, name_de="Videokonferenz")
    make(service, template=template_in_force(), answers=COMPLETE | {"purpose": "Geheimprojekt"})

    (found,) = services(csirt, "konferenz")

    assert found.concept is None
    assert services(csirt, "geheimprojekt") == []


def test_a_service_with_a_retired_concept_has_none(group: ServiceGroupPage, csirt: Any) -> None:
    service = ServiceFactory(group=group, name_de="Videokonferenz")
    concept = concept_in_force(service, template=template_in_force())

    retire(concept, by=holder("isb"), comment="Der Dienst ist abgeschaltet.")

    assert [found.concept for found in services(csirt, "konferenz")] == [None]


def test_services_of_foreign_groups_are_not_found(group: ServiceGroupPage) -> None:
    ServiceFactory(name_de="Videokonferenz")

    assert services(holder("operator", group), "konferenz") == []


def test_services_without_a_concept_are_told_only_to_those_who_see_gaps(
    group: ServiceGroupPage,
) -> None:
    ServiceFactory(group=group, name_de="Videokonferenz")

    assert services(holder("reader", group), "konferenz") == []
    assert len(services(holder("operator", group), "konferenz")) == 1


def test_retired_services_are_not_found(group: ServiceGroupPage, csirt: Any) -> None:
    ServiceFactory(group=group, name_de="Videokonferenz", retired=True)

    assert services(csirt, "konferenz") == []


def test_set_aside_answers_are_searched_without_services(
    group: ServiceGroupPage, csirt: Any
) -> None:
    ServiceFactory(group=group, name_de="Videokonferenz")

    assert not search(csirt, "konferenz", parked=True).services


def test_responsible_is_who_releases_for_this_very_group(
    group: ServiceGroupPage, csirt: Any
) -> None:
    ServiceFactory(group=group, name_de="Videokonferenz")
    owner = holder("owner", group, first_name="Oda", last_name="Fuchs")
    assign(owner, "operator", group)
    holder("owner", ServiceGroupFactory(), last_name="Woanders")
    holder("owner", group, last_name="Fort", is_active=False)
    holder("operator", group, last_name="Betrieb")
    holder("owner", last_name="Überall")
    UserFactory(is_superuser=True)

    (found,) = services(csirt, "konferenz")

    assert found.responsible == ["Oda Fuchs"]


def test_many_services_are_cut_and_counted_with_as_many_queries(
    group: ServiceGroupPage, csirt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> tuple[int, Results]:
        with CaptureQueriesContext(connection) as asked:
            results = search(csirt, "konferenz")
        return len(asked), results

    monkeypatch.setattr("concept_pages.queries.search.catalogue.MOST_SERVICES", 4)
    ServiceFactory(group=group, name_de="Videokonferenz")
    holder("owner", group)
    queries, _results = found()
    for _number in range(5):
        ServiceFactory(name_de="Videokonferenz")

    more_queries, results = found()

    assert more_queries == queries
    assert (len(results.services.services), results.services.left_out) == (4, 2)
    assert (len(results.services.first), results.services.beyond_first) == (3, 3)
