"""Whose answers a preview is filled with, and which of them a person sees there."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import decode, encode
from concept_pages.models import ServiceGroupPage, TemplatePage
from concept_pages.queries.template_filling import concepts_to_fill_with, filling
from tests.authoring import group, question
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import UserFactory, assign, holder
from tests.factories.releases import concept_in_force, next_version, template_in_force
from tests.factories.templates import COMPLETE, SMALL

pytestmark = pytest.mark.django_db

RENAMED = decode(
    {
        **encode(SMALL),
        "chapters": [
            {
                "key": "all",
                "label": {"de": "Alles", "en": "All"},
                "questions": [
                    {"key": "purpose", "type": "longtext", "label": {"de": "Zweck", "en": "Goal"}},
                    # Less confidential than what was asked before.
                    {"key": "risks", "type": "longtext", "label": {"de": "R", "en": "R"}},
                ],
            }
        ],
    }
)


@pytest.fixture
def concept() -> Any:
    """Return a concept in force."""
    return concept_in_force(template=template_in_force())


def reader_of(concept: Any, role: str = "reader") -> Any:
    group: ServiceGroupPage = concept.get_parent().specific
    return holder(role, group)


def template_of(concept: Any) -> TemplatePage:
    found: TemplatePage = TemplatePage.objects.get(pk=concept.template_release.page_id)
    return found


def test_answers_are_carried_over_to_the_draft(concept: Any) -> None:
    found = filling(concept, holder("csirt"), RENAMED)

    assert found.filled.answers == {"purpose": COMPLETE["purpose"], "risks": COMPLETE["risks"]}
    assert (found.parked, found.unseen, found.is_draft) == (1, 0, False)


def test_answers_above_the_clearance_are_left_out_though_the_draft_lowers_it(concept: Any) -> None:
    found = filling(concept, reader_of(concept), RENAMED)

    assert found.filled.answers == {"purpose": COMPLETE["purpose"]}
    assert found.unseen == 2


def test_reasons_above_the_clearance_are_left_out() -> None:
    tailoring = {"risks": "Geheim", "purpose": "Offen"}
    concept = concept_in_force(template=template_in_force(), tailoring=tailoring)

    found = filling(concept, reader_of(concept), SMALL)

    assert found.filled.not_applicable == {"risks": "", "purpose": "Offen"}


def test_questions_of_the_service_alone_have_no_part_in_a_preview(concept: Any) -> None:
    concept.additions = [
        group(
            "own__more",
            question("own__secret", confidentiality="strictly_confidential"),
            confidentiality="strictly_confidential",
        )
    ]
    concept.tailoring = {"own__more": "Geheim"}
    concept.save()
    next_version(concept, own__secret="Geheim")

    found = filling(concept, reader_of(concept), SMALL)

    assert (found.parked, found.unseen, found.filled.not_applicable) == (0, 2, {})


def test_only_concepts_that_may_be_read_are_offered(concept: Any) -> None:
    other = concept_in_force(ServiceFactory(), template=concept.template_release)

    offered = concepts_to_fill_with(reader_of(concept), template_of(concept))

    assert [found.pk for found in offered] == [concept.pk]
    assert other.pk in concepts_to_fill_with(holder("csirt"), template_of(concept)).values_list(
        "pk", flat=True
    )


def test_concepts_of_other_templates_are_not_offered(concept: Any) -> None:
    other = TemplatePage(title="Andere", key="other", slug="other")
    template_of(concept).get_parent().add_child(instance=other)

    assert not concepts_to_fill_with(holder("csirt"), other).exists()


def test_draft_is_offered_to_those_who_work_with_it_only() -> None:
    draft = concept_draft()
    template = template_of(draft)
    worker = UserFactory()
    assign(worker, "operator", draft.get_parent().specific)

    assert not concepts_to_fill_with(holder("csirt"), template).exists()
    assert filling(draft, worker, SMALL).is_draft
    assert concepts_to_fill_with(worker, template).get() == draft
