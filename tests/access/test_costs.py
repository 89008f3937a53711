"""A person with 300 service groups costs no more queries than one with 2."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from concept_pages.access.authority import RoleAuthority
from concept_pages.access.policy import SecDocPagePolicy
from concept_pages.access.reader import Reader
from concept_pages.models import ConceptIndexPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import UserFactory, assign
from tests.factories.releases import concept_in_force, template_in_force

pytestmark = pytest.mark.django_db


def owner_of(groups: int) -> Any:
    """Return a person who owns that many service groups."""
    user = UserFactory()
    for _ in range(groups):
        assign(user, "owner", ServiceGroupFactory())
    return user


def queries(user: Any, url: str) -> int:
    """Return how many queries a screen of the admin needs, once all caches are warm."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def screens_of(user: Any) -> dict[str, str]:
    """Return the addresses of the screens that depend on a person's service groups."""
    index = ConceptIndexPage.objects.get()
    some_group = user.role_assignments.first().service_group
    return {
        "explorer": reverse("wagtailadmin_explore", args=[index.pk]),
        "explorer of a group": reverse("wagtailadmin_explore", args=[some_group.pk]),
        "search": reverse("wagtailadmin_pages:search") + "?q=Gruppe",
        "concepts": reverse("concepts:index"),
        "services": "/admin/services/",
        "workflow report": reverse("wagtailadmin_reports:workflow"),
        "home": reverse("wagtailadmin_home"),
        "results of concepts": reverse("concepts:index_results"),
        "new concept": reverse("concepts:new"),
        "services of a group": "/admin/services/?q=Dienst",
        "chooser of services": reverse("service_chooser:choose"),
        "who has access": reverse("concepts:access", args=[some_group.pk]),
        "landing page": "/",
        "tree": index.url,
        "service group": some_group.url,
        "search of readers": reverse("concept_pages:search") + "?q=Namen",
        "account": reverse("concept_pages:account"),
    }


def readings_of(user: Any) -> dict[str, str]:
    """Return the addresses of a concept that a person reads, and of its file."""
    group = user.role_assignments.first().service_group
    concept = concept_in_force(ServiceFactory(group=group), template=template_in_force())
    return {
        "concept": concept.url,
        "file": reverse("concept_pages:export", args=[concept.pk, "html"]),
        "search that finds it": reverse("concept_pages:search") + "?q=Namen",
        "tree with it": ConceptIndexPage.objects.get().url,
        "landing page with it": "/",
    }


def test_screens_cost_no_more_with_300_service_groups_than_with_2() -> None:
    few, many = owner_of(2), owner_of(300)
    of_few = {name: queries(few, url) for name, url in screens_of(few).items()}
    of_many = {name: queries(many, url) for name, url in screens_of(many).items()}

    grown = {name: (of_few[name], n) for name, n in of_many.items() if n > of_few[name]}

    assert grown == {}


def test_reading_costs_no_more_with_300_service_groups_than_with_2() -> None:
    few, many = owner_of(2), owner_of(300)
    places = readings_of(few)
    assign(many, "owner", few.role_assignments.first().service_group)
    of_few = {name: queries(few, url) for name, url in places.items()}
    of_many = {name: queries(many, url) for name, url in places.items()}

    assert of_many == of_few


def test_chooser_costs_as_much_as_the_rows_it_shows() -> None:
    # Wagtail asks for the state of each row; a page of the chooser has 25.
    url = reverse("wagtailadmin_choose_page_child", args=[ConceptIndexPage.objects.get().pk])

    assert queries(owner_of(150), url) <= queries(owner_of(30), url)


def test_policy_and_authority_answer_for_1200_service_groups() -> None:
    user = UserFactory()
    first = ServiceGroupFactory()
    places = [f"{first.path[:-4]}{number:04d}" for number in range(1_200)]
    assign(user, "owner", first)
    policy, authority = SecDocPagePolicy(), RoleAuthority()
    granted = policy.get_cached_permissions_for_user(user)
    template = granted[0]
    user._page_permission_cache = [
        type(template)(type(template.page)(number, path), template.permission)
        for number, path in enumerate(places)
    ]

    explorable = policy.explorable_instances(user)

    assert first.pk in set(explorable.values_list("pk", flat=True))
    assert list(authority.waiting_for(user, "concept.release")) == [Page.objects.get(pk=first.pk)]


def test_reader_finds_concepts_in_three_queries_whatever_the_groups(
    django_assert_num_queries: Any,
) -> None:
    user = owner_of(5)

    with django_assert_num_queries(3):
        list(Reader(user).readable_concepts())
