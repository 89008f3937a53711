"""What somebody typed, as terms that must all be found, each in one of several spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from .words import HYPHENS, normal, words_of

LONGEST_QUERY = 200
MOST_TERMS = 12
SHORTEST_WORD = 2

_QUOTES = '"„“”»«'
_PARTS = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\S+)")
_WHOLE_NUMBERS = re.compile(r"\d+(?:\.\d+){3}|(?:\d+\.)+")
"""A whole IP address, or the beginning of one with a final dot: `10.1.2.` is not `10.1.20`."""

_SPELT_OUT = str.maketrans(
    dict.fromkeys("äÄ", "ae") | dict.fromkeys("öÖ", "oe") | dict.fromkeys("üÜ", "ue")
)
_NO_HYPHENS = str.maketrans(dict.fromkeys(HYPHENS))
_UMLAUT_SPELT_OUT = re.compile(r"(?<=[aou])e(?=.)")
_SHORTEST_CONTRACTION = 4


class Problem(StrEnum):
    """Why a query finds nothing, whatever the concepts say."""

    EMPTY = "empty"
    NO_WORDS = "no_words"
    TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Phrase:
    """Words in a row; with `prefix`, the last one may go on."""

    words: tuple[str, ...]
    prefix: bool

    @property
    def needle(self) -> str:
        """What stands in `words_to_compare` of a text that holds this phrase."""
        return f" {' '.join(self.words)}{'' if self.prefix else ' '}"


@dataclass(frozen=True)
class Term:
    """One thing to find; any of its spellings will do."""

    spellings: tuple[Phrase, ...]

    @property
    def length(self) -> int:
        """The number of letters and digits of its longest spelling."""
        return max(sum(map(len, phrase.words)) for phrase in self.spellings)

    def is_in(self, words: str) -> bool:
        """Return whether a text meets this term, given its `words_to_compare`."""
        return any(phrase.needle in words for phrase in self.spellings)


@dataclass(frozen=True)
class Query:
    """A query: `text` as typed, the terms to find, and whether something of it was left out.

    `parked` looks in the answers that a template has no place for any more, and only there.
    """

    text: str
    terms: tuple[Term, ...]
    shortened: bool = False
    parked: bool = False

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """All spellings of all terms."""
        return tuple(phrase for term in self.terms for phrase in term.spellings)

    @cached_property
    def last_words(self) -> tuple[str, ...]:
        """The words with which the phrases end."""
        return tuple({phrase.words[-1] for phrase in self.phrases})

    @property
    def needles(self) -> list[str]:
        """What stands in `words_to_compare` of a text that meets any term; one of them at least."""
        return [phrase.needle for phrase in self.phrases]

    def number_in(self, words: str) -> int:
        """Return how many terms a text meets, given its `words_to_compare`."""
        return sum(term.is_in(words) for term in self.terms)

    @property
    def problem(self) -> Problem | None:
        """Why there is nothing to look for, or None."""
        if not self.text:
            return Problem.EMPTY
        if not self.terms:
            return Problem.NO_WORDS
        if max(term.length for term in self.terms) < SHORTEST_WORD:
            return Problem.TOO_SHORT
        return None


def parse(typed: str, *, parked: bool = False) -> Query:
    """Return what somebody typed as a query. Never fails: what holds no word is left out."""
    text = " ".join(normal(typed).split())
    kept = text[:LONGEST_QUERY]
    found = (_term(quoted, plain) for quoted, plain in _PARTS.findall(kept))
    terms = tuple(dict.fromkeys(term for term in found if term))
    shortened = len(kept) < len(text) or len(terms) > MOST_TERMS
    return Query(kept, terms[:MOST_TERMS], shortened, parked)


def _term(quoted: str, plain: str) -> Term | None:
    """Return a part of the query as a term: what is in quotes as it stands, else as a beginning."""
    may_go_on = not quoted and not _WHOLE_NUMBERS.fullmatch(plain)
    spellings = dict.fromkeys(_spellings(quoted or plain))
    if not spellings:
        return None
    return Term(
        tuple(
            Phrase(words, may_go_on and sum(map(len, words)) >= SHORTEST_WORD)
            for words in spellings
        )
    )


def _spellings(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text as typed, without hyphens, and with umlauts spelt the other way."""
    for spelt in (text, text.translate(_NO_HYPHENS), text.translate(_SPELT_OUT)):
        words = tuple(word.folded for word in words_of(spelt))
        if words:
            yield words
            yield tuple(map(_contracted, words))


def _contracted(word: str) -> str:
    """Return `verschluesselung` as `verschlusselung`, which is how `Verschlüsselung` is folded."""
    short = _UMLAUT_SPELT_OUT.sub("", word)
    return short if len(short) >= _SHORTEST_CONTRACTION else word
