"""What somebody typed, as terms that must all be found, each in one of several spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

from .pasted import place_of, ways_to_write
from .words import HYPHENS, normal, words_of

LONGEST_QUERY = 200
MOST_TERMS = 12
SHORTEST_WORD = 2
SHORTEST_PART = 3

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
_MANY_NEEDLES = 8


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

    @property
    def part(self) -> str:
        """The word, if it may also stand inside a longer one, or nothing."""
        (*before, word) = self.words
        return word if self.prefix and not before and len(word) >= SHORTEST_PART else ""


@dataclass(frozen=True)
class Term:
    """One thing to find; any of its spellings will do. `typed` is how somebody asked for it."""

    spellings: tuple[Phrase, ...]
    typed: str = field(default="", compare=False)

    @property
    def length(self) -> int:
        """The number of letters and digits of its longest spelling."""
        return max(sum(map(len, phrase.words)) for phrase in self.spellings)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What may also stand inside a longer word."""
        return tuple(filter(None, (phrase.part for phrase in self.spellings)))

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What stands in `words_to_compare` of a text that says this; one of them at least."""
        return tuple(dict.fromkeys(phrase.needle for phrase in self.spellings))

    @property
    def rough_needles(self) -> Iterable[str]:
        """What a database can cheaply look for: one of them is in each text that meets this term.

        An address and the many networks around it begin alike, which finds too much at first.
        """
        if len(self.needles) > _MANY_NEEDLES:
            together = zip(*(phrase.words for phrase in self.spellings), strict=False)
            begin = " ".join(words[0] for words in takewhile(_all_the_same, together))
            return [f" {begin} "] if begin else self.needles
        return (*self.parts, *self.needles)

    def is_in(self, words: str) -> bool:
        """Return whether a text says this as words or beginnings, given its `words_to_compare`."""
        return any(needle in words for needle in self.needles)

    def is_inside(self, words: str) -> bool:
        """Return whether a text says this at all, be it in the middle of a word."""
        return self.is_in(words) or any(part in words for part in self.parts)

    def widened(self, words: Mapping[str, Sequence[str]]) -> Term:
        """Return the term with the whole words around its parts as further spellings."""
        found = dict.fromkeys(word for part in self.parts for word in words.get(part, ()))
        more = (Phrase((word,), prefix=False) for word in found)
        return replace(self, spellings=(*self.spellings, *more))


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

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What may stand inside longer words, each once."""
        return tuple(dict.fromkeys(part for term in self.terms for part in term.parts))

    @cached_property
    def part(self) -> re.Pattern[str]:
        """What finds one of the parts in a word; nothing where there are none."""
        return re.compile("|".join(self.parts) or "(?!)")

    @property
    def needles(self) -> list[str]:
        """What a database can cheaply look for: one of them is in each text that meets a term."""
        return list(dict.fromkeys(needle for term in self.terms for needle in term.rough_needles))

    def number_in(self, words: str) -> int:
        """Return how many terms a text says as words or beginnings, given `words_to_compare`."""
        return sum(term.is_in(words) for term in self.terms)

    def number_inside(self, words: str) -> int:
        """Return how many terms a text says at all, be it in the middle of a word."""
        return sum(term.is_inside(words) for term in self.terms)

    def widened(self, words: Mapping[str, Sequence[str]]) -> Query:
        """Return the query for whole words, given the `words` that are around each part."""
        return replace(self, terms=tuple(term.widened(words) for term in self.terms))

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
    if quoted:
        return _as_term(f'"{quoted}"', _spellings(quoted), may_go_on=False)
    place = place_of(plain)
    if ways := ways_to_write(place):
        written = (spelling for way in (place, *ways) for spelling in _spellings(way))
        return _as_term(plain, written, may_go_on=False)
    return _as_term(plain, _spellings(place), may_go_on=not _WHOLE_NUMBERS.fullmatch(place))


def _as_term(typed: str, spellings: Iterable[tuple[str, ...]], *, may_go_on: bool) -> Term | None:
    """Return a term of one or more spellings, each once, or None where there is no word."""
    phrases = tuple(
        Phrase(words, may_go_on and sum(map(len, words)) >= SHORTEST_WORD)
        for words in dict.fromkeys(spellings)
    )
    return Term(phrases, typed) if phrases else None


def _all_the_same(words: tuple[str, ...]) -> bool:
    return len(set(words)) == 1


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
