"""What services depend on, both ways."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.access.reader import Reader
from concept_pages.models import Service, ServiceDependency
from concept_pages.queries.services import neighbours
from tests.factories.catalogue import ServiceFactory
from tests.factories.people import holder
from tests.factories.releases import concept_in_force, template_in_force

pytestmark = pytest.mark.django_db


def depends(service: Service, on: Service, kind: str = "required") -> None:
    ServiceDependency.objects.create(service=service, needs=on, kind=kind)


def test_neighbours_are_found_in_both_directions() -> None:
    dns, backbone, mail = (ServiceFactory(name_de=name) for name in ("DNS", "Netz", "Post"))
    depends(dns, on=backbone)
    depends(mail, on=dns)

    found = neighbours(Reader(holder("reader", dns.group)), [dns])

    assert [end.service for end in found.needs] == [backbone]
    assert [end.service for end in found.needed_by] == [mail]


def test_neighbours_of_several_services_are_named_once_and_not_each_other() -> None:
    dns, ntp, backbone = ServiceFactory(), ServiceFactory(), ServiceFactory()
    depends(dns, on=backbone, kind="optional")
    depends(ntp, on=backbone, kind="required")
    depends(dns, on=ntp)

    found = neighbours(Reader(holder("csirt")), [dns, ntp])

    assert [(end.service, end.required) for end in found.needs] == [(backbone, True)]
    assert found.needed_by == []


def test_neighbours_that_are_indispensable_come_first() -> None:
    dns, useful, vital = (ServiceFactory(name_de=name) for name in ("DNS", "Anders", "Zentral"))
    depends(dns, on=useful, kind="optional")
    depends(dns, on=vital)

    found = neighbours(Reader(holder("csirt")), [dns])

    assert [end.service for end in found.needs] == [vital, useful]


def test_neighbours_lead_only_to_concepts_one_may_read() -> None:
    dns, own, foreign, without = (ServiceFactory() for _number in range(4))
    template = template_in_force()
    concept = concept_in_force(own, template=template)
    concept_in_force(foreign, template=template)
    for other in (own, foreign, without):
        depends(dns, on=other)

    found = neighbours(Reader(holder("reader", own.group)), [dns])

    assert {end.service: end.concept for end in found.needs} == {
        own: concept,
        foreign: None,
        without: None,
    }


def test_neighbours_take_two_queries() -> None:
    dns = ServiceFactory()
    template = template_in_force()
    for _number in range(3):
        other = ServiceFactory()
        concept_in_force(other, template=template)
        depends(dns, on=other)
    reader = Reader(holder("csirt"))
    assert reader.scope

    with CaptureQueriesContext(connection) as asked:
        assert len(neighbours(reader, [dns]).needs) == 3

    assert len(asked) == 2
