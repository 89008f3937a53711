"""A template is printed with everything that its reviewers have to know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from concept_pages.definition.elements import Definition
from concept_pages.documents.document import Document, Entry, Table, plain_text
from concept_pages.documents.formats import FORMATS
from concept_pages.documents.template import TemplateAssembly
from tests.documents.reading_back import WORDS, squeezed
from tests.documents.shipped import RELEASED, shipped_definition


def printed(definition: Definition, language: str = "en") -> Document:
    with translation.override(language):
        return TemplateAssembly(definition, language=language).document(RELEASED)


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {entry.key: entry for entry in printed(shipped_definition()).entries()}


def said(entry: Entry) -> str:
    return "\n".join(map(plain_text, entry.blocks))


def test_every_group_and_question_is_printed(entries: dict[str, Entry]) -> None:
    definition = shipped_definition()
    groups = [section.key for _depth, section in printed(definition).walk()]

    assert list(entries) == list(definition.questions)
    assert groups == list(definition.groups_by_key)


def test_question_says_its_type_and_limits(entries: dict[str, Entry]) -> None:
    assert said(entries["service_description"]).startswith(
        "Formatted text · must be answered · characters: at most 6000"
    )


def test_question_says_when_it_is_shown(entries: dict[str, Entry]) -> None:
    assert "Shown if “Distribution list” includes “further group” or “single person”." in said(
        entries["distribution_recipients"]
    )


def test_question_says_its_options_and_controls(entries: dict[str, Entry]) -> None:
    words = said(entries["confidentiality_level"])

    assert "strictly confidential" in words
    assert "ISO/IEC 27001: A.5.12, A.5.13" in words


def test_table_says_its_columns_and_rows(entries: dict[str, Entry]) -> None:
    (table,) = [block for block in entries["contacts"].blocks if isinstance(block, Table)]

    columns = [plain_text(row[0][0]) for row in table.rows]
    assert columns == [c.label.en for c in shipped_definition().questions["contacts"].columns]
    assert "Given rows: " in said(entries["contacts"])


def test_matrix_says_its_ratings(entries: dict[str, Entry]) -> None:
    assert "Ratings: " in said(entries["protection_needs"])


def test_unusual_confidentiality_is_marked(entries: dict[str, Entry]) -> None:
    assert entries["service_group"].level_label == "public"
    assert entries["service_description"].level_label == ""
    assert entries["risks"].level_label == "strictly confidential"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_prints_a_template(format: str, language: str) -> None:
    definition = shipped_definition()
    small = replace(definition, groups=definition.groups[:1])

    words = WORDS[format](FORMATS[format].render(printed(small, language)))

    for question in small.questions.values():
        assert squeezed(question.label.say(language)) in words
        assert squeezed(question.help.say(language)) in words
