"""The page of a concept: what is released and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from django.utils.translation import override

from concept_pages.actions.services import move_service
from concept_pages.definition.elements import LANGUAGES
from concept_pages.models import ConceptPage, ServiceDependency, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import RoleFactory, holder
from tests.factories.releases import concept_in_force, next_version
from tests.factories.templates import COMPLETE
from tests.reading.conftest import SignIn
from workflows.actions import confirm_unchanged, retire, start_version
from workflows.models import Lifecycle, Release

pytestmark = pytest.mark.django_db

ANSWERS = COMPLETE | {"purpose": "Namen auflösen", "risks": "Schlüsselverlust"}


@pytest.fixture
def concept(group: ServiceGroupPage, template: Release) -> ConceptPage:
    service = ServiceFactory(group=group, name_de="Namensdienst", name_en="Name service")
    return concept_in_force(service, template=template, answers=ANSWERS)


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_what_was_released_by_whom_and_when(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    page = content(sign_in("reader", group), concept.url)

    for words in ("Security concept for Name service", "Namen auflösen", "Olga Operator"):
        assert words in page, words
    assert "Ina Isb" in page
    assert concept.lifecycle.released.sha256 in page.replace('<span class="rest">', "")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", ("Sicherheitskonzept für Namensdienst", "Wozu dient er?", "intern")),
     ("en", ("Security concept for Name service", "What is it for?", "internal"))],
)  # fmt: skip
def test_page_speaks_the_language_of_the_screen(
    language: str, words: tuple[str, ...], concept: ConceptPage, group: ServiceGroupPage,
    sign_in: SignIn,
) -> None:  # fmt: skip
    client = sign_in("reader", group)
    client.post("/language/", {"language": language})

    page = content(client, concept.url)

    assert all(word in page for word in words)


def test_page_has_an_anchor_for_each_answer_and_leads_to_each_section(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    page = content(sign_in("reader", group), concept.url)

    assert 'id="question-purpose"' in page
    assert 'href="#section-service"' in page
    assert 'id="section-service"' in page


def test_page_hides_what_is_above_the_clearance_and_says_how_much(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    page = content(sign_in("reader", group), concept.url)

    assert "192.0.2.53" not in page
    assert "Schlüsselverlust" not in page
    assert "2 answers are more confidential than your clearance" in page
    assert 'class="classification level-internal"' in page


def test_page_shows_everything_to_those_who_are_cleared(
    concept: ConceptPage, sign_in: SignIn
) -> None:
    page = content(sign_in("csirt"), concept.url)

    assert "192.0.2.53" in page
    assert "Schlüsselverlust" in page
    assert 'class="classification level-strictly_confidential"' in page


def test_page_uses_the_clearance_of_its_group(
    concept: ConceptPage, group: ServiceGroupPage, client: Client
) -> None:
    person = holder("operator", ServiceGroupFactory())
    person.role_assignments.create(
        role=person.role_assignments.get().role.inherits, service_group=group
    )
    client.force_login(person)

    assert "Schlüsselverlust" not in content(client, concept.url)


def test_page_of_a_foreign_group_does_not_exist(concept: ConceptPage, sign_in: SignIn) -> None:
    client = sign_in("owner", ServiceGroupFactory())

    assert client.get(concept.url).status_code == 404


def test_page_of_a_draft_does_not_exist(
    group: ServiceGroupPage, template: Release, sign_in: SignIn
) -> None:
    draft = concept_draft(ServiceFactory(group=group), template=template)

    assert sign_in("owner", group).get(draft.url).status_code == 404


def test_page_says_nothing_of_a_draft_beside_the_release(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    operator = holder("operator", group)
    start_version(concept, by=operator)
    draft = ConceptPage.objects.get(pk=concept.pk).get_latest_revision_as_object()
    draft.title = draft.title_en = "Geheimer Titel"
    draft.store(ANSWERS | {"purpose": "Geheimer Zweck"})
    draft.save_revision(user=operator)

    for address in (concept.url, "/", "/konzepte/", group.url):
        assert "Geheimer" not in content(sign_in("csirt"), address), address


def test_page_is_made_from_the_release_and_not_from_the_fields_of_the_page(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    ConceptPage.objects.filter(pk=concept.pk).update(body="[]", tailoring={"purpose": "weg"})

    assert "Namen auflösen" in content(sign_in("reader", group), concept.url)


def test_page_offers_files_to_those_who_may_export(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    offered = [
        f"/export/{concept.pk}/{format}/?language={language}&amp;release=1"
        for format in ("pdf", "docx", "html")
        for language in LANGUAGES
    ]

    page = content(sign_in("csirt"), concept.url)

    assert [address for address in offered if address not in page] == []
    may_only_read = RoleFactory(rights=["concept.read"])
    assert "/export/" not in content(sign_in(may_only_read, group), concept.url)


def test_page_leads_to_the_editor_those_who_may_work_on_it(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    editor = f'href="/admin/pages/{concept.pk}/edit/"'

    assert editor in content(sign_in("operator", group), concept.url)
    assert editor not in content(sign_in("csirt"), concept.url)


def test_page_shows_what_the_service_depends_on(
    concept: ConceptPage, template: Release, sign_in: SignIn
) -> None:
    other = ServiceFactory(name_en="Backbone")
    needed = concept_in_force(other, template=template)
    ServiceDependency.objects.create(service=concept.services.get(), needs=other)

    assert f'<a href="{needed.url}">Backbone</a>' in content(sign_in("csirt"), concept.url)


# Releases -----------------------------------------------------------------------------------------


def test_page_shows_the_version_in_force(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    next_version(concept, purpose="Zeit verteilen")

    page = content(sign_in("reader", group), concept.url)

    assert "Zeit verteilen" in page
    assert "Namen auflösen" not in page
    assert 'href="?release=1"' in page


def test_earlier_versions_say_that_they_are_not_in_force(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    next_version(concept, purpose="Zeit verteilen")

    page = content(sign_in("reader", group), f"{concept.url}?release=1")

    assert "Namen auflösen" in page
    assert "This is version 1. It is not the version in force." in page
    assert "not the version in force" not in content(sign_in("reader", group), concept.url)


def test_earlier_versions_hide_what_is_above_the_clearance(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    next_version(concept, risks="keine")

    assert "Schlüsselverlust" not in content(sign_in("reader", group), f"{concept.url}?release=1")


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "1.0", "1 OR 1=1"])
def test_versions_that_never_were_do_not_exist(
    number: str, concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    client = sign_in("reader", group)

    assert client.get(concept.url, {"release": number}).status_code == 404


def test_page_says_who_confirmed_it(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    isb = holder("isb", first_name="Clara", last_name="Confirmer")
    confirm_unchanged(concept, by=isb, comment="Gilt noch.")

    page = content(sign_in("reader", group), concept.url)

    assert "Confirmed unchanged" in page
    assert "Clara Confirmer" in page


def test_page_says_when_it_should_have_been_reviewed(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    due = date(2020, 1, 31)
    Lifecycle.objects.filter(page_id=concept.pk).update(next_review_on=due)

    page = content(sign_in("reader", group), concept.url)

    with override("en"):
        assert f"It should have been reviewed by {date_format(due)}." in page


def test_retired_concepts_do_not_exist_for_readers(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    retire(concept, by=holder("isb"), comment="Abgeschaltet.")

    assert sign_in("reader", group).get(concept.url).status_code == 404
    assert sign_in("isb").get(concept.url).status_code == 404


# Costs --------------------------------------------------------------------------------------------


def test_page_asks_no_more_of_the_database_for_more_versions(
    concept: ConceptPage, template: Release, sign_in: SignIn
) -> None:
    client = sign_in("csirt")

    def queries() -> int:
        content(client, concept.url)  # the first time a release is shown it has to be made
        with CaptureQueriesContext(connection) as asked:
            content(client, concept.url)
        return len(asked)

    def depend_on_another() -> None:
        other = ServiceFactory()
        concept_in_force(other, template=template)
        ServiceDependency.objects.create(service=concept.services.get(), needs=other)

    depend_on_another()
    one = queries()
    next_version(concept, purpose="Zeit")
    next_version(concept, purpose="Post")
    depend_on_another()
    depend_on_another()

    assert queries() == one


def test_old_address_leads_to_where_the_service_has_moved(
    concept: ConceptPage, group: ServiceGroupPage, sign_in: SignIn
) -> None:
    old, there = concept.url, ServiceGroupFactory(key="mail")

    move_service(concept.services.get(), to=there)

    new = ConceptPage.objects.get(pk=concept.pk).url
    assert sign_in("reader", there).get(f"{old}?release=1")["Location"] == f"{new}?release=1"
    assert sign_in("reader", group).get(old).status_code == 404
    assert sign_in("reader", there).get(f"/konzepte/{there.slug}/nothing/").status_code == 404
