"""What becomes of what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.queries.search.query import Phrase, Problem, parse


def spellings(typed: str) -> list[tuple[str, ...]]:
    """Return the words of every spelling of a query of one term."""
    (term,) = parse(typed).terms
    return [phrase.words for phrase in term.spellings]


def first(typed: str) -> Phrase:
    """Return the first spelling of a query of one term."""
    return parse(typed).terms[0].spellings[0]


def test_each_word_is_a_term_of_its_own() -> None:
    assert len(parse("zentrale Firewall").terms) == 2


def test_a_word_may_go_on() -> None:
    assert first("Fire") == Phrase(("fire",), prefix=True)


@pytest.mark.parametrize(
    "typed", ['"zentrale Firewall"', "„zentrale Firewall“", "«zentrale Firewall»"]
)
def test_quotation_marks_keep_words_together_as_they_are(typed: str) -> None:
    assert first(typed) == Phrase(("zentrale", "firewall"), prefix=False)


def test_a_lonely_quotation_mark_is_ignored() -> None:
    assert first('"Firewall') == Phrase(("firewall",), prefix=True)


def test_a_host_name_is_its_parts_in_a_row() -> None:
    assert first("mail.hochschule.ex") == Phrase(("mail", "hochschule", "ex"), prefix=True)


def test_a_whole_address_does_not_go_on() -> None:
    assert first("10.20.0.1") == Phrase(("10", "20", "0", "1"), prefix=False)


def test_the_beginning_of_an_address_goes_on() -> None:
    assert first("10.2").prefix
    assert not first("10.2.").prefix


def test_hyphens_make_no_difference() -> None:
    assert spellings("E-Mail") == [("e", "mail"), ("email",)]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("Verschlüsselung", ("verschluesselung",)),
        ("Verschluesselung", ("verschlusselung",)),
        ("Löschkonzept", ("loeschkonzept",)),
    ],
)
def test_umlauts_may_be_spelt_out(typed: str, also: tuple[str, ...]) -> None:
    assert also in spellings(typed)


def test_short_words_are_not_contracted() -> None:
    assert spellings("due") == [("due",)]


def test_the_same_word_twice_is_one_term() -> None:
    assert len(parse("dns DNS dns").terms) == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("   \t ", Problem.EMPTY),
        ("?!", Problem.NO_WORDS),
        ('""', Problem.NO_WORDS),
        ("x", Problem.TOO_SHORT),
        ("x y", Problem.TOO_SHORT),
        ("xy", None),
        ("Rack A", None),
    ],
)
def test_problem_says_why_nothing_can_be_found(typed: str, problem: Problem | None) -> None:
    assert parse(typed).problem is problem


def test_long_queries_are_shortened_and_say_so() -> None:
    query = parse("wort " * 500)

    assert query.shortened
    assert len(query.text) <= 200


def test_queries_of_many_words_are_shortened_and_say_so() -> None:
    query = parse(" ".join(f"w{number}" for number in range(30)))

    assert (query.shortened, len(query.terms)) == (True, 12)


@given(st.text(max_size=400))
def test_parse_never_fails(typed: str) -> None:
    query = parse(typed)

    assert query.problem or query.needles
