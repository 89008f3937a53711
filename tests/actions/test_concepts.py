"""How a concept is started, and what keeps it from being started."""

from __future__ import annotations

import pytest

from concept_pages.actions.concepts import (
    ConceptExists,
    ServicesApart,
    TemplateNotInForce,
    create_concept,
)
from concept_pages.models import ConceptPage, Service, TemplatePage
from tests.factories.catalogue import ServiceFactory
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import retire
from workflows.errors import RightMissing
from workflows.states import State

pytestmark = pytest.mark.django_db


def owner_of(*services: Service):
    """Return a person who may start concepts in the group of these services."""
    return holder("owner", services[0].group)


def test_create_concept_starts_a_draft_below_the_group_of_its_services():
    service = ServiceFactory()

    page = create_concept(
        services=[service], template_release=released_template(), by=owner_of(service)
    )

    assert page.get_parent().specific == service.group
    assert page.lifecycle.in_state is State.DRAFT
    assert not page.live


def test_create_concept_titles_it_with_its_services_in_both_languages():
    first = ServiceFactory(key="a", name_de="Namen", name_en="Names")
    second = ServiceFactory(key="b", name_de="Zeit", name_en="Time", group=first.group)

    page = create_concept(
        services=[second, first], template_release=released_template(), by=owner_of(first)
    )

    assert page.title == "Sicherheitskonzept für Namen, Zeit"
    assert page.title_en == "Security concept for Names, Time"


def test_create_concept_points_its_services_at_the_page():
    service = ServiceFactory()

    page = create_concept(
        services=[service], template_release=released_template(), by=owner_of(service)
    )

    assert Service.objects.get(pk=service.pk).concept_id == page.pk


def test_create_concept_has_a_revision_from_the_start():
    service = ServiceFactory()
    author = owner_of(service)

    page = create_concept(services=[service], template_release=released_template(), by=author)

    assert page.get_latest_revision().user == author


def test_create_concept_can_be_found_by_its_title():
    service = ServiceFactory(name_de="Zeitserver")

    page = create_concept(
        services=[service], template_release=released_template(), by=owner_of(service)
    )

    assert [found.pk for found in ConceptPage.objects.all().search("Zeitserver")] == [page.pk]


def test_create_concept_refuses_a_second_one_and_names_the_first():
    service, template = ServiceFactory(), released_template()
    first = create_concept(services=[service], template_release=template, by=owner_of(service))

    with pytest.raises(ConceptExists) as refusal:
        create_concept(services=[service], template_release=template, by=owner_of(service))

    assert refusal.value.page == first
    assert ConceptPage.objects.count() == 1


def test_create_concept_refuses_services_of_several_groups():
    one, other = ServiceFactory(), ServiceFactory()

    with pytest.raises(ServicesApart):
        create_concept(
            services=[one, other], template_release=released_template(), by=owner_of(one)
        )


def test_create_concept_refuses_services_out_of_operation():
    service = ServiceFactory(retired=True)

    with pytest.raises(ServicesApart):
        create_concept(
            services=[service], template_release=released_template(), by=owner_of(service)
        )


@pytest.mark.parametrize("role", ["operator", "reader", "isb"])
def test_create_concept_refuses_people_without_the_right(role):
    service = ServiceFactory()

    with pytest.raises(RightMissing):
        create_concept(
            services=[service],
            template_release=released_template(),
            by=holder(role, service.group),
        )


def test_create_concept_refuses_a_template_that_is_not_offered():
    service, release = ServiceFactory(), released_template()
    TemplatePage.objects.update(in_force=False)

    with pytest.raises(TemplateNotInForce):
        create_concept(services=[service], template_release=release, by=owner_of(service))


def test_create_concept_refuses_a_retired_template():
    service, release = ServiceFactory(), released_template()
    template = TemplatePage.objects.get()
    retire(template, by=holder("isb"), comment="ersetzt")

    with pytest.raises(TemplateNotInForce):
        create_concept(services=[service], template_release=release, by=owner_of(service))


def test_create_concept_finds_a_free_address():
    service, template = ServiceFactory(key="dns"), released_template()
    first = create_concept(services=[service], template_release=template, by=owner_of(service))
    Service.objects.update(concept=None)

    second = create_concept(services=[service], template_release=template, by=owner_of(service))

    assert (first.slug, second.slug) == ("dns", "dns-2")
