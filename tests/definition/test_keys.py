"""Keys made from texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.keys import free_key, key_from
from concept_pages.definition.reading import KEY


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Is there a test system?", "is_there_a_test_system"),
        ("Größe der Übergabe", "groesse_der_uebergabe"),
        ("Café / Straße", "cafe_strasse"),
        ("2 Faktoren", "question_2_faktoren"),
        ("???", "question"),
        ("", "question"),
    ],
)
def test_key_from_spells_a_text(text: str, key: str) -> None:
    assert key_from(text, fallback="question") == key


def test_key_from_ends_at_a_whole_word_when_the_text_is_long() -> None:
    key = key_from("Are there several machines that differ essentially in configuration?")

    assert key == "are_there_several_machines_that_differ"


def test_key_from_numbers_a_key_that_is_taken() -> None:
    assert key_from("Name", {"name", "name_2"}) == "name_3"


def test_free_key_leaves_a_key_that_is_free() -> None:
    assert free_key("name", {"host"}) == "name"


@given(st.text(), st.sets(st.text(max_size=5), max_size=5))
def test_key_from_is_always_a_key_that_nobody_has(text: str, taken: set[str]) -> None:
    key = key_from(text, taken)

    assert KEY.fullmatch(key)
    assert key not in taken
