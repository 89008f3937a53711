"""The index of answers says what the releases in force say, and follows every move."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from concept_pages.actions.index_answers import index_answers, rebuild_index
from concept_pages.actions.services import move_service
from concept_pages.definition.codec import decode
from concept_pages.models import AnswerEntry, ConceptPage, IndexedWord, ReadableText, Service
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import released_concept
from tests.factories.people import holder
from tests.factories.releases import concept_in_force, next_version, template_in_force
from tests.factories.templates import COMPLETE
from workflows.actions import retire
from workflows.models import Lifecycle

pytestmark = pytest.mark.django_db


def question(key: str, kind: str, **rest: Any) -> dict[str, Any]:
    """Return a question in the template format."""
    return {"key": key, "type": kind, "label": {"de": f"{key}?", "en": f"{key} (en)?"}} | rest


CONDITIONAL = decode(
    {
        "format": "template/1",
        "key": "conditional",
        "version": "1.0",
        "label": {"de": "Bedingt", "en": "Conditional"},
        "chapters": [
            {
                "key": "chapter",
                "label": {"de": "Kapitel", "en": "Chapter"},
                "questions": [
                    question("has_backup", "yes_no"),
                    question(
                        "place",
                        "text",
                        visible_if={"question": "has_backup", "operator": "equals", "value": True},
                    ),
                    question(
                        "interval",
                        "single_choice",
                        options=[{"key": "daily", "de": "täglich", "en": "daily"}],
                    ),
                    question("since", "date"),
                    question("needs", "reference_service"),
                ],
            }
        ],
    }
)


def entries(concept: ConceptPage) -> dict[str, AnswerEntry]:
    """Return what the index has of a concept, by question."""
    return {entry.question: entry for entry in AnswerEntry.objects.filter(concept=concept)}


def snapshot() -> tuple[list[Any], list[Any]]:
    """Return everything the index says, without keys of rows."""
    answers = AnswerEntry.objects.order_by("concept", "position").values()
    texts = ReadableText.objects.order_by("concept", "lowest").values()
    return tuple([{**row, "id": None} for row in rows] for rows in (answers, texts))


def test_a_release_is_indexed_by_the_workflow_that_makes_it() -> None:
    concept = released_concept()

    assert set(entries(concept)) == {"purpose", "addresses", "risks"}
    assert {entry.release for entry in entries(concept).values()} == {concept.lifecycle.released}


def test_each_answer_carries_its_level_group_and_place() -> None:
    concept = concept_in_force(template=template_in_force())

    indexed = entries(concept)

    assert {key: (entry.position, entry.rank) for key, entry in indexed.items()} == {
        "purpose": (0, 1),
        "addresses": (1, 2),
        "risks": (2, 3),
    }
    assert {entry.service_group_id for entry in indexed.values()} == {concept.get_parent().pk}


def test_answers_are_said_in_both_languages_and_kept_as_data() -> None:
    service = ServiceFactory(name_de="Netz", name_en="Network")
    answers = {"interval": "daily", "since": "2026-03-01", "needs": service.key}
    template = template_in_force(CONDITIONAL)

    indexed = entries(concept_in_force(service, template=template, answers=answers))

    assert {key: (entry.text.de, entry.text.en, entry.value) for key, entry in indexed.items()} == {
        "interval": ("täglich", "daily", "daily"),
        "since": ("01.03.2026", "1 Mar 2026", "2026-03-01"),
        "needs": ("Netz", "Network", service.key),
    }


def test_hidden_answers_are_not_indexed() -> None:
    answers = {"has_backup": False, "place": "im Tresor"}

    concept = concept_in_force(template=template_in_force(CONDITIONAL), answers=answers)

    assert set(entries(concept)) == {"has_backup"}
    assert not ReadableText.objects.filter(answers__contains="tresor").exists()


def test_what_is_not_applicable_is_not_indexed() -> None:
    concept = concept_in_force(template=template_in_force(), tailoring={"risks": "entfällt"})

    assert set(entries(concept)) == {"purpose", "addresses"}


def test_each_clearance_meets_one_text_without_what_it_may_not_see() -> None:
    concept = concept_in_force(template=template_in_force())

    texts = ReadableText.objects.filter(concept=concept).order_by("lowest")

    assert [(text.lowest, text.highest) for text in texts] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert [text.answers for text in texts] == [
        "olga operator | ina isb",
        "olga operator | ina isb | namen auflosen",
        "olga operator | ina isb | namen auflosen | 192 0 2 53",
        "olga operator | ina isb | namen auflosen | 192 0 2 53 | schlussel konnten verloren gehen",
    ]


def test_clearances_that_see_the_same_share_a_text() -> None:
    concept = concept_in_force(template=template_in_force(), answers={"purpose": "Namen"})

    texts = ReadableText.objects.filter(concept=concept).order_by("lowest")

    assert [(text.lowest, text.highest) for text in texts] == [(0, 0), (1, 3)]


def test_a_new_version_replaces_the_old_one() -> None:
    concept = concept_in_force(template=template_in_force())

    next_version(concept, purpose="Zeit verteilen")

    assert entries(concept)["purpose"].text_de == "Zeit verteilen"
    assert AnswerEntry.objects.filter(concept=concept).count() == 3


def test_retiring_takes_a_concept_out_of_the_index() -> None:
    concept = concept_in_force(template=template_in_force())

    retire(concept, by=holder("isb"), comment="Der Dienst ist abgeschaltet.")

    assert entries(concept) == {}
    assert not ReadableText.objects.filter(concept=concept).exists()


def test_the_index_follows_a_service_to_another_group() -> None:
    service = ServiceFactory()
    concept = concept_in_force(service, template=template_in_force())
    target = ServiceGroupFactory()

    move_service(Service.objects.get(pk=service.pk), to=target)

    assert {entry.service_group_id for entry in entries(concept).values()} == {target.pk}
    texts = ReadableText.objects.filter(concept=concept)
    assert {text.service_group_id for text in texts} == {target.pk}


def test_a_concept_without_a_release_in_force_is_taken_out() -> None:
    concept = concept_in_force(template=template_in_force())
    Lifecycle.objects.filter(page_id=concept.pk).update(released=None)

    assert index_answers(concept) == 0
    assert entries(concept) == {}


def test_rebuilding_says_the_same_again_and_mends_what_was_wrong() -> None:
    template = template_in_force()
    concept = concept_in_force(template=template)
    concept_in_force(template=template, answers=COMPLETE | {"purpose": "Post"})
    before = snapshot()
    AnswerEntry.objects.filter(concept=concept).update(text_de="verdorben")
    ReadableText.objects.filter(concept=concept).delete()

    counted = [rebuild_index(), rebuild_index()]

    assert counted == [(2, 6), (2, 6)]
    assert snapshot() == before


def test_rebuild_answer_index_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    concept_in_force(template=template_in_force())

    call_command("rebuild_answer_index")

    assert "3" in capsys.readouterr().out


def test_index_remembers_each_word_once() -> None:
    concept = concept_in_force(template=template_in_force())
    before = set(IndexedWord.objects.values_list("word", flat=True))

    next_version(concept, purpose="Rufbereitschaft ja")

    added = set(IndexedWord.objects.values_list("word", flat=True)) - before
    assert added == {"rufbereitschaft"}
