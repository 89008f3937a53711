"""Where a query stands in a text, and what is shown of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.queries.search.matches import matches
from concept_pages.queries.search.query import parse
from concept_pages.queries.search.words import words_to_compare

ALPHABET = 'aeßüÜE-. 1"„“'


def marked(typed: str, text: str) -> list[str]:
    """Return what of a text is marked."""
    return [piece.text for piece in matches(parse(typed), text).pieces if piece.marked]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("fire", "Die Firewall brennt", ["Firewall"]),
        ("strasse", "Hauptstraße, Straße", ["Hauptstraße", "Straße"]),
        ("server", "Primärserver", ["Primärserver"]),
        ("dns-server", "Ersatz-DNS-Server", ["Ersatz-DNS-Server"]),
        ('"server"', "Primärserver", []),
        ("er", "Primärserver", []),
        ("192.0.2.0/24", "192.0.2.80 im Netz 192.0.2.0/24", ["192.0.2", "192.0.2.0/24"]),
        ("email", "per E-Mail", ["E-Mail"]),
        ("e-mail", "per Email", ["Email"]),
        ("überwachung", "Ueberwachung", ["Ueberwachung"]),
        ("ueberwachung", "Überwachung", ["Überwachung"]),
        ("10.20", "10.20.0.1 und 110.20.0.1", ["10.20"]),
        ("10.2.", "10.2.0.1 und 10.20.0.1", ["10.2"]),
        ('"im Keller"', "im Kellergeschoss, im Keller", ["im Keller"]),
        ("dns ntp", "NTP braucht DNS", ["NTP", "DNS"]),
        ('"email webserver"', "E-Mail über den Web-Server", []),
        ("xyz", "nichts davon", []),
    ],
)
def test_matches_marks_what_was_asked_for(typed: str, text: str, found: list[str]) -> None:
    assert marked(typed, text) == found


def test_overlapping_matches_are_marked_as_one() -> None:
    assert marked('mail "e mail server"', "E-Mail-Server") == ["E-Mail-Server"]


def test_pieces_together_are_the_whole_text() -> None:
    text = "Vor der Firewall steht eine Firewall."

    assert "".join(piece.text for piece in matches(parse("firewall"), text).pieces) == text


def test_snippet_of_a_long_text_shows_the_first_match() -> None:
    text = f"{'davor ' * 100}Firewall{' danach' * 100}"

    snippet = matches(parse("firewall"), text).snippet()

    assert [piece.text for piece in snippet if piece.marked] == ["Firewall"]
    assert (snippet[0].text, snippet[-1].text) == ("…", "…")
    assert sum(len(piece.text) for piece in snippet) < 350


def test_snippet_of_several_lines_is_one_line() -> None:
    snippet = matches(parse("zwei"), "eins\nzwei\ndrei").snippet()

    assert "".join(piece.text for piece in snippet) == "eins · zwei · drei"


def test_snippet_without_a_match_is_the_beginning() -> None:
    snippet = matches(parse("xyz"), "Anfang " * 100).snippet()

    assert snippet[0].text.startswith("Anfang")
    assert snippet[-1].text == "…"


def test_snippet_of_one_endless_word_is_cut() -> None:
    snippet = matches(parse("xyz"), "a" * 5000).snippet()

    assert sum(len(piece.text) for piece in snippet) < 350


@given(st.text(ALPHABET, max_size=30), st.text(ALPHABET, max_size=6))
def test_matches_agrees_with_the_words_in_the_index(text: str, typed: str) -> None:
    query = parse(typed)

    assert bool(matches(query, text)) == bool(query.number_inside(words_to_compare([text], [])))


@given(st.text(max_size=600), st.text(min_size=1, max_size=3))
def test_snippet_never_fails_and_is_never_long(text: str, typed: str) -> None:
    snippet = matches(parse(typed), text).snippet()

    assert sum(len(piece.text) for piece in snippet) <= 350
