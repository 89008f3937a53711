"""The archive keeps what is retired, for those who review."""

from __future__ import annotations

import pytest
from django.test import Client

from concept_pages.models import ConceptPage, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.people import RoleFactory, assign, holder
from tests.factories.releases import concept_in_force, next_version
from tests.reading.conftest import SignIn
from workflows.actions import retire
from workflows.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def retired(group: ServiceGroupPage, template: Release) -> ConceptPage:
    concept = concept_in_force(
        ServiceFactory(group=group), template=template, title="Abgeschaltetes"
    )
    next_version(concept, purpose="Zuletzt")
    retire(concept, by=holder("isb"), comment="Der Dienst ist abgeschaltet.")
    return concept


def test_archive_lists_retired_concepts(retired: ConceptPage, sign_in: SignIn) -> None:
    page = sign_in("isb").get("/archive/").content.decode()

    assert "Abgeschaltetes" in page
    assert f'href="/archive/{retired.pk}/"' in page


def test_archive_lists_nothing_that_is_in_force(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    concept_in_force(ServiceFactory(group=group), template=template, title="Läuft noch")

    assert "Läuft noch" not in sign_in("isb").get("/archive/").content.decode()


def test_archived_concepts_say_that_they_are_retired(retired: ConceptPage, sign_in: SignIn) -> None:
    page = sign_in("isb").get(f"/archive/{retired.pk}/").content.decode()

    assert "This concept is retired." in page
    assert "Zuletzt" in page


def test_archived_concepts_keep_their_earlier_versions(
    retired: ConceptPage, sign_in: SignIn
) -> None:
    page = sign_in("isb").get(f"/archive/{retired.pk}/?release=1").content.decode()

    assert "Namen auflösen" in page
    assert sign_in("isb").get(f"/archive/{retired.pk}/?release=9").status_code == 404


@pytest.mark.parametrize("role", ["reader", "operator", "owner", "csirt"])
def test_archive_is_for_those_who_review(
    role: str, retired: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    client = sign_in(role, None if role == "csirt" else group)

    assert client.get("/archive/").status_code == 404
    assert client.get(f"/archive/{retired.pk}/").status_code == 404


def test_archive_ends_at_the_groups_that_one_reviews(
    retired: ConceptPage, group: ServiceGroupPage, client: Client
) -> None:
    reviewer = holder(
        RoleFactory(rights=["concept.review", "concept.read", "concept.export"]),
        ServiceGroupFactory(),
    )
    assign(reviewer, "operator", group)
    client.force_login(reviewer)

    assert "Abgeschaltetes" not in client.get("/archive/").content.decode()
    assert client.get(f"/archive/{retired.pk}/").status_code == 404
    assert client.get(f"/export/{retired.pk}/html/?release=1").status_code in (403, 404)
