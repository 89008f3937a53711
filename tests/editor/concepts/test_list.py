"""The list of concepts: what it shows to whom, and that it stays fast."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality
from concept_pages.models import ConceptPage
from concept_pages.queries.marks import with_marked
from concept_pages.queries.progress import progress_of
from tests.definition.build import group, question
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import RoleFactory, assign, holder
from tests.factories.releases import concept_in_force
from tests.factories.templates import SMALL, released_template

pytestmark = pytest.mark.django_db


LIST = reverse_lazy("concepts:index")


def listed(user, **parameters) -> list[str]:
    """Return the titles that a person finds in the list."""
    client = Client()
    client.force_login(user)
    response = client.get(reverse("concepts:index"), parameters)
    assert response.status_code == 200
    return [row.page.title for row in response.context["rows"]]


def test_list_shows_the_concepts_of_the_persons_groups_only():
    template = released_template()
    mine, other = concept_draft(template=template), concept_draft(template=template)

    titles = listed(holder("operator", mine.get_parent().specific))

    assert titles == [mine.title]
    assert other.title not in titles


def test_list_shows_everything_to_those_who_review_everywhere():
    template = released_template()
    pages = [concept_draft(template=template) for _number in range(2)]

    assert sorted(listed(holder("isb"))) == sorted(page.title for page in pages)


def test_list_shows_the_last_change_first():
    template = released_template()
    first, second = concept_draft(template=template), concept_draft(template=template)
    draft = first.get_latest_revision_as_object()
    draft.save_revision(user=holder("owner", first.get_parent().specific))

    assert listed(holder("isb")) == [first.title, second.title]


@pytest.mark.parametrize("words", ["Namensdienst", "dienst NAMENS", "name service"])
def test_list_finds_words_of_titles_and_services(words):
    template = released_template()
    service = ServiceFactory(name_de="Namensdienst", name_en="Name service")
    wanted = concept_draft(service, template=template)
    concept_draft(template=template)

    assert listed(holder("isb"), q=words) == [wanted.title]


def test_list_filters_by_state():
    template = released_template()
    waiting = submitted_concept(template=template)
    concept_draft(template=template)

    assert listed(holder("isb"), state="in_review") == [waiting.title]


def test_list_filters_by_service_group():
    template = released_template()
    group = ServiceGroupFactory()
    wanted = concept_draft(ServiceFactory(group=group), template=template)
    concept_draft(template=template)

    assert listed(holder("isb"), group=group.pk) == [wanted.title]


@pytest.mark.parametrize(
    "parameters", [{"group": "x"}, {"state": "x"}, {"ordering": "x"}, {"p": "-1"}, {"q": "%"}]
)
def test_list_answers_nonsense_without_an_error_page(parameters):
    concept_draft()

    listed(holder("isb"), **parameters)


def test_list_is_no_page_for_people_without_work_there():
    client = Client()
    client.force_login(holder("reader", ServiceFactory().group))

    response = client.get(reverse("concepts:index"))

    assert response.status_code == 302


def test_list_asks_the_same_number_of_queries_for_one_concept_and_for_many():
    template = released_template()
    isb = holder("isb")
    client = Client()
    client.force_login(isb)
    counts = []

    for more in (1, 3):
        for _number in range(more):
            released_concept(template=template)
        client.get(reverse("concepts:index"))  # content types and progress are remembered
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("concepts:index"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_progress_counts_the_draft_and_not_what_is_released():
    page = released_concept()

    [found] = progress_of([ConceptPage.objects.get(pk=page.pk)]).values()

    assert (found.answered, found.total, found.required_open) == (3, 3, 0)


def test_progress_follows_the_draft():
    page = concept_draft()
    progress_of([ConceptPage.objects.get(pk=page.pk)])
    draft = page.get_latest_revision_as_object()
    draft.store({})
    draft.save_revision(user=holder("owner", page.get_parent().specific))

    [found] = progress_of([ConceptPage.objects.get(pk=page.pk)]).values()

    assert (found.answered, found.required_open) == (0, 1)


# What templates have brought ----------------------------------------------------------------------

WIDER = replace(
    SMALL,
    groups=(
        *SMALL.groups,
        group(
            "more",
            question("vlan"),
            question("keys", confidentiality=Confidentiality.STRICTLY_CONFIDENTIAL),
        ),
    ),
)


def upgraded_concepts(*titles: str) -> list[ConceptPage]:
    """Return concepts after an upgrade to the next version of their template."""
    template = released_template()
    pages = [concept_in_force(template=template, title=title) for title in titles]
    wider = released_template(WIDER)
    for page in pages:
        apply_upgrade(page, to=wider, by=None, comment="test")
    return pages


def test_list_counts_what_is_new_up_to_the_clearance_of_the_person():
    [page] = upgraded_concepts("Plan")
    cleared = RoleFactory(rights=["concept.edit"], clearance="internal")
    client = Client()
    found = []

    for user in (holder("isb"), holder(cleared, page.get_parent().specific)):
        client.force_login(user)
        found += [row.page.marked for row in client.get(LIST).context["rows"]]

    assert found == [2, 1]


def test_list_counts_by_the_clearance_in_each_service_group():
    page, other = upgraded_concepts("One", "Other")
    person = holder(RoleFactory(rights=["concept.edit"], clearance="internal"))
    assign(person, "operator", other.get_parent().specific)

    rows = {row.pk: row.marked for row in with_marked(ConceptPage.objects.all(), person)}

    assert rows == {page.pk: 1, other.pk: 2}


def test_list_filters_and_sorts_by_what_is_new():
    [marked] = upgraded_concepts("Marked")
    plain = concept_in_force(template=marked.template_release, title="Plain")
    isb = holder("isb")

    assert listed(isb, marked="on") == [marked.title]
    assert listed(isb, ordering="marked") == [plain.title, marked.title]


def test_list_names_the_template_of_the_draft_and_filters_by_it():
    first, other = released_template(), released_template(replace(SMALL, key="other"))
    plain, moved = concept_in_force(template=first), concept_in_force(template=first)
    apply_upgrade(moved, to=other, by=None, comment="test")
    client = Client()
    client.force_login(holder("isb"))

    rows = client.get(LIST, {"template": other.page_id}).context["rows"]

    assert [(row.page.pk, row.template.number) for row in rows] == [(moved.pk, "1.0")]
    assert listed(holder("isb"), template=first.page_id) == [plain.title]
