"""The authoring blocks: one for each answer type, with exactly the limits it has."""

from __future__ import annotations

import pytest
from django.utils import translation

from concept_pages.blocks.limit_blocks import LIMIT_BLOCKS, PATTERNS
from concept_pages.blocks.packing import PackedBlockWidget
from concept_pages.blocks.question_blocks import COLUMN_TYPES, FACES, QUESTION_BLOCKS
from concept_pages.definition.elements import AnswerType
from concept_pages.definition.limits import LIMITS
from concept_pages.definition.patterns import PATTERNS as KNOWN_PATTERNS
from concept_pages.models import QuestionGroupPage

TEMPLATE_WIDE = {
    "label_de", "label_en", "help_de", "help_en", "required", "confidentiality", "visible_if",
    "key", "iso27001", "grundschutz",
}  # fmt: skip


def test_there_is_one_block_for_each_answer_type() -> None:
    assert {name for name, _block in QUESTION_BLOCKS} == {kind.value for kind in AnswerType}


@pytest.mark.parametrize("kind", AnswerType)
def test_block_offers_exactly_the_limits_of_its_type(kind: AnswerType) -> None:
    block = dict(QUESTION_BLOCKS)[kind.value]

    offered = {name.removesuffix("_de").removesuffix("_en") for name in _limits_of(block)}

    assert offered == LIMITS[kind]


def _limits_of(block: object) -> set[str]:
    return set(block.child_blocks) - TEMPLATE_WIDE  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", AnswerType)
def test_block_requires_nothing_so_that_a_draft_can_be_saved(kind: AnswerType) -> None:
    block = dict(QUESTION_BLOCKS)[kind.value]

    assert not [name for name, child in block.child_blocks.items() if child.required]


def test_blocks_stand_together_by_family() -> None:
    families = [str(family) for _label, family, _icon in FACES.values()]

    assert len(set(families)) == sum(
        1 for at, family in enumerate(families) if at == 0 or families[at - 1] != family
    )


def test_columns_are_typed_like_questions() -> None:
    columns = dict(QUESTION_BLOCKS)["table"].child_blocks["columns"].child_blocks

    assert set(columns) == {kind.value for kind in COLUMN_TYPES}
    assert "ip_version" in columns["ip_list"].child_blocks


def test_every_known_pattern_can_be_chosen() -> None:
    assert {key for key, _label in PATTERNS} == set(KNOWN_PATTERNS)


def test_limit_blocks_name_every_type() -> None:
    assert set(LIMIT_BLOCKS) == set(AnswerType)


def test_definitions_are_packed_once_per_language() -> None:
    block = QuestionGroupPage._meta.get_field("questions").stream_block

    with translation.override("en"):
        english = PackedBlockWidget(block).block_json
        again = PackedBlockWidget(block).block_json
    with translation.override("de"):
        german = PackedBlockWidget(block).block_json

    assert english is again
    assert "{label_en}" in english
    assert "{label_de}" in german
    assert "{label_en}" not in german
