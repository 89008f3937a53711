"""How a text is cut and folded before any database sees it."""

from __future__ import annotations

import pytest

from concept_pages.queries.search.words import (
    distinct_words_to_index,
    fold,
    words_of,
    words_to_compare,
    words_to_index,
)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("DNS", "dns"),
        ("Büro", "buro"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("STRAẞE", "strasse"),
        ("Überwachung", "uberwachung"),
        ("naïve", "naive"),
        ("Ελλάδα", "ελλαδα"),
        ("ﬁrewall", "firewall"),
        ("m²", "m2"),
    ],
)
def test_fold_forgets_case_and_accents(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_words_of_knows_where_each_word_stands() -> None:
    text = "Der DNS-Server."

    found = [(word.folded, text[word.start : word.end]) for word in words_of(text)]

    assert found == [("der", "Der"), ("dns", "DNS"), ("server", "Server")]


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("mail.hochschule.example", "mail hochschule example"),
        ("10.20.0.1/24", "10 20 0 1 24"),
        ("2001:db8::53", "2001 db8 53"),
        ("mail_relay", "mail relay"),
        ("E-Mail an alle", "e mail an alle | email"),
        ("Sicher\u00adheit", "sicher heit | sicherheit"),
        ("u\u0308ber", "uber"),
        ("", ""),
        ("…?!", ""),
        ("🔥", ""),
    ],
)
def test_words_to_index_are_plain_words(text: str, indexed: str) -> None:
    assert words_to_index([text]) == indexed


def test_words_to_index_keeps_texts_apart() -> None:
    assert words_to_index(["zentrale", "", "Firewall"]) == "zentrale | firewall"


def test_distinct_words_to_index_has_each_word_once() -> None:
    assert distinct_words_to_index(["Wer sieht wer?", "Wer nicht?"]) == "wer | sieht | nicht"


def test_words_to_compare_keeps_answer_and_question_apart() -> None:
    assert words_to_compare(["Ja"], ["Firewall?"]) == " ja ? firewall "


def test_very_long_words_are_cut() -> None:
    assert fold("a" * 1000) == "a" * 64
