"""How answers are said, in German and in English."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.answer_types import (
    TableText,
    items_of,
    names_from_data,
    plain_text,
    rows_of,
    text_of,
)
from concept_pages.definition.elements import AnswerType, Definition, Text
from concept_pages.definition.emptiness import is_blank

from .build import column, definition, options, question, ratings, rows
from .strategies import answered, definitions, rubbish

NAMES = {"dns": Text("Namensdienst", "Name service")}


def said(kind: str, value: Any, **limits: Any) -> tuple[str, str]:
    """Return an answer in German and in English."""
    made = question("q", kind, **limits)
    inside = definition(made)
    return (
        text_of(inside, made, value, "de", NAMES),
        text_of(inside, made, value, "en", NAMES),
    )


@pytest.mark.parametrize(
    ("kind", "value", "german", "english"),
    [
        ("text", "Straße", "Straße", "Straße"),
        ("longtext", "a\nb", "a\nb", "a\nb"),
        ("yes_no", True, "Ja", "Yes"),
        ("yes_no", False, "Nein", "No"),
        ("date", "2026-11-21", "21.11.2026", "21 Nov 2026"),
        ("date", "2026-03-01", "01.03.2026", "1 Mar 2026"),
        ("month", "2026-03", "März 2026", "March 2026"),
        ("time", "08:05", "08:05 Uhr", "08:05"),
        ("duration", "04:30", "4 h 30 min", "4 h 30 min"),
        ("duration", "720:00", "720 h", "720 h"),
        ("duration", "00:45", "45 min", "45 min"),
        ("duration", "00:00", "0 min", "0 min"),
        ("integer", 1200, "1200", "1200"),
        ("integer", -3, "-3", "-3"),
        ("number", 12.5, "12,5", "12.5"),
        ("number", 2.0, "2", "2"),
        ("number", 100, "100", "100"),
        ("number", 1e-7, "0,0000001", "0.0000001"),
        ("number", 1e22, "10000000000000000000000", "10000000000000000000000"),
        ("ip_list", ["192.0.2.1", "::1"], "192.0.2.1, ::1", "192.0.2.1, ::1"),
        ("hostname_list", ["a.de"], "a.de", "a.de"),
        ("reference_service", "dns", "Namensdienst", "Name service"),
        ("reference_service", ["dns", "gone"], "Namensdienst, gone", "Name service, gone"),
        ("reference_service", [{"other": "eigener"}], "eigener", "eigener"),
        ("file", "plan.pdf", "plan.pdf", "plan.pdf"),
        ("file", {"name": "plan.pdf", "sha256": "0"}, "plan.pdf", "plan.pdf"),
        ("text", "", "", ""),
        ("text", None, "", ""),
    ],
)
def test_answer_is_said_in_both_languages(kind: str, value: Any, german: str, english: str) -> None:
    assert said(kind, value) == (german, english)


def test_unit_follows_the_number() -> None:
    assert said("number", 0.5, unit=Text("Tage", "days")) == ("0,5 Tage", "0.5 days")


def test_choices_are_said_by_their_labels() -> None:
    chosen = ["a", {"other": "frei"}, "gone"]

    assert said("multiple_choice", chosen, options=options("a", "b"), other=True) == (
        "De a, frei, gone",
        "En a, frei, gone",
    )


def test_option_that_is_gone_is_said_by_its_key() -> None:
    assert said("single_choice", "gone", options=options("a")) == ("gone", "gone")


def test_choices_are_single_items() -> None:
    made = question("q", "multiple_choice", options=options("a", "b"))

    assert items_of(definition(made), made, ["b", "a"], "de") == ["De b", "De a"]


TABLE = question(
    "t",
    "table",
    columns=(column("what"), column("n", "integer", unit=Text("St.", "pcs")), column("on", "date")),
    rows=rows("first"),
    preset_column="what",
    allow_add_rows=True,
)
ROWS = [{"row": "first", "n": 3}, {"row": "first"}, {"what": "x", "on": "2026-11-21"}, "rubbish"]


def test_table_is_said_cell_by_cell_without_empty_rows() -> None:
    assert rows_of(definition(TABLE), TABLE, ROWS, "de") == TableText(
        header=("what", "n", "on"),
        rows=(("De first", "3 St.", ""), ("x", "", "21.11.2026")),
    )


def test_table_as_text_has_a_line_per_row() -> None:
    assert text_of(definition(TABLE), TABLE, ROWS, "en") == (
        "what: En first; n: 3 pcs\nwhat: x; on: 21 Nov 2026"
    )


def test_search_finds_cells_but_no_heads() -> None:
    found = plain_text(definition(TABLE), TABLE, ROWS, "de")

    assert found.split("\n") == ["De first", "3 St.", "x", "21.11.2026"]


def test_matrix_has_a_row_per_row_of_the_question() -> None:
    made = question("m", "matrix", columns=ratings("low"), rows=rows("r", "s"))

    assert rows_of(definition(made), made, {"r": "low"}, "de") == TableText(
        header=("", "Einstufung"), rows=(("De r", "low"), ("De s", ""))
    )
    assert text_of(definition(made), made, {"r": "low"}, "en") == "En r: low"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**bold** and *slanted* and `code`", "bold and slanted and code"),
        ("# Title\n\ntext", "Title\n\ntext"),
        ("- one\n- two\n1. three", "one\ntwo\nthree"),
        ("see [the page](https://example.org/a)", "see the page https://example.org/a"),
        ("> quoted", "quoted"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("a\n\n---\n\nb", "a\n\n\n\nb"),
    ],
)
def test_search_reads_rich_text_without_marks(marked: str, plain: str) -> None:
    made = question("q", "richtext")

    assert plain_text(definition(made), made, marked, "de") == plain


def test_names_of_a_release_are_texts() -> None:
    assert names_from_data({"dns": {"de": "Namensdienst", "en": "Name service"}}) == NAMES


@given(st.data())
def test_plausible_answers_are_never_said_as_nothing(data: st.DataObject) -> None:
    made, answers = data.draw(answered())

    for key, value in answers.items():
        for language in ("de", "en"):
            asked = made.questions[key]
            assert text_of(made, asked, value, language, NAMES)
            assert plain_text(made, asked, value, language, NAMES)
            if asked.type in (AnswerType.TABLE, AnswerType.MATRIX):
                assert_rectangular(rows_of(made, asked, value, language, NAMES))


def assert_rectangular(table: TableText) -> None:
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.header)}


@given(definitions(), rubbish)
def test_rubbish_is_said_somehow(made: Definition, value: object) -> None:
    for asked in made.questions.values():
        text = text_of(made, asked, value, "de", NAMES)
        plain_text(made, asked, value, "en", NAMES)
        rows_of(made, asked, value, "de", NAMES)
        assert not (is_blank(value) and text)
