"""All formats carry the same: whatever one reader may see, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concept_pages.definition.answer_types import is_empty, items_of, names_from_data
from concept_pages.definition.elements import AnswerType, Confidentiality
from concept_pages.definition.situation import Situation
from concept_pages.documents.document import Document, plain_text
from concept_pages.documents.formats import FORMATS, file_name
from concept_pages.documents.richtext import richtext
from tests.documents.reading_back import WORDS, squeezed
from tests.documents.shipped import (
    EXAMPLES,
    assembled,
    example_content,
    service_names,
    shipped_definition,
)
from tests.sample_answers import full_answers

LANGUAGES = ("de", "en")


def words_of(document: Document, format: str) -> str:
    return WORDS[format](FORMATS[format].render(document))


def texts_of(key: str, value: Any, language: str) -> list[str]:
    """Return the words of an answer, told by the definition alone."""
    definition = shipped_definition()
    question = definition.questions[key]
    if question.type is AnswerType.RICHTEXT:
        return [line for block in richtext(value) for line in plain_text(block).splitlines()]
    if question.type is AnswerType.TABLE:
        return [
            text
            for row in value
            for column in question.columns
            if not is_empty(column.type, row.get(column.key))
            for text in items_of(
                definition, column, row[column.key], language, names_from_data(service_names())
            )
        ]
    names = names_from_data(service_names())
    parts = items_of(definition, question, value, language, names)
    if question.type is AnswerType.MATRIX:
        return [word for part in parts for word in part.rsplit(": ", 1)]
    return [line for part in parts for line in part.splitlines()]


def test_every_format_can_be_read_back() -> None:
    assert WORDS.keys() == FORMATS.keys()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_format_says_every_visible_answer(example: Path, format: str) -> None:
    language = LANGUAGES[EXAMPLES.index(example) % 2]
    content = example_content(example)
    given = Situation(shipped_definition(), content["answers"]).given
    expected = [text for key, value in given.items() for text in texts_of(key, value, language)]

    words = words_of(assembled(content, language=language), format)

    assert [text for text in expected if squeezed(text) not in words] == []
    assert len(expected) > 10


@pytest.mark.parametrize("format", FORMATS)
def test_format_says_every_label_and_heading(format: str) -> None:
    document = assembled(example_content(EXAMPLES[0]))

    words = words_of(document, format)

    labels = [entry.label for entry in document.entries()]
    labels += [section.label for _depth, section in document.walk()]
    assert [label for label in labels if squeezed(label) not in words] == []


@pytest.mark.parametrize("format", FORMATS)
def test_format_keeps_hidden_answers_to_itself(format: str) -> None:
    answers = full_answers(shipped_definition(), ["dns"])
    hidden = set(answers) - set(Situation(shipped_definition(), answers).given)
    secret = {key: "Geheimnis verborgen" for key in hidden if _is_text(key)}
    content = example_content(EXAMPLES[0]) | {"answers": answers | secret}

    words = words_of(assembled(content), format)

    assert secret
    assert "Geheimnis" not in words


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("clearance", list(Confidentiality))
def test_format_keeps_answers_above_the_clearance_to_itself(
    format: str, clearance: Confidentiality
) -> None:
    definition = shipped_definition()
    answers = full_answers(definition, ["dns"])
    for key in answers:
        if _is_text(key):
            answers[key] = f"Stufe-{definition.confidentiality_of(key).rank}-Antwort"
    content = example_content(EXAMPLES[0]) | {"answers": answers}

    words = words_of(assembled(content, clearance=clearance), format)

    told = {level.rank for level in Confidentiality if f"Stufe-{level.rank}-Antwort" in words}
    assert told == {rank for rank in (1, 2, 3) if rank <= clearance.rank}


def _is_text(key: str) -> bool:
    kinds = (AnswerType.TEXT, AnswerType.LONGTEXT, AnswerType.RICHTEXT)
    question = shipped_definition().questions[key]
    return question.type in kinds and not question.pattern


@pytest.mark.parametrize("format", FORMATS)
def test_format_says_what_was_withheld_and_how_confidential_it_is(format: str) -> None:
    document = assembled(
        example_content(EXAMPLES[0]), clearance=Confidentiality.INTERNAL, language="en"
    )

    words = words_of(document, format)

    assert document.withheld > 1
    assert squeezed(f"{document.withheld} answers are more confidential") in words
    assert "internal" in words


def test_json_holds_the_stored_answers() -> None:
    content = example_content(EXAMPLES[-1])

    data = json.loads(FORMATS["json"].render(assembled(content)))

    values = {
        entry["key"]: entry["value"]
        for entry in _entries(data["sections"])
        if entry["state"] == "answered"
    }
    assert values == dict(Situation(shipped_definition(), content["answers"]).given)


def _entries(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    own = [entry for section in sections for entry in section.get("entries", [])]
    below = [entry for section in sections for entry in _entries(section.get("sections", []))]
    return own + below


@pytest.mark.parametrize(
    ("title", "version", "name"),
    [
        ("Größe & Maß", "1.0", "groesse-mass_1.0_de.pdf"),
        ("../../etc/passwd", "1", "etcpasswd_1_de.pdf"),
        ("日本語", "", "document_de.pdf"),
        ('x"\r\nSet-Cookie: a=b', '1"\n', "x-set-cookie-ab_1_de.pdf"),
    ],
)
def test_file_name_is_safe_everywhere(title: str, version: str, name: str) -> None:
    assert file_name(title, version, "de", FORMATS["pdf"]) == name
