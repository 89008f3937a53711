"""A text as the search sees it: words without case, accents, hyphens and punctuation.

Both databases are given these words and no text, so that they cannot cut or fold it differently.
`mail.hochschule.example` is three words in a row, and so is looked for; `E-Mail` is two, and `email`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

BOUNDARY = "|"
"""Stands between two texts, so that a phrase never begins in one and ends in the next."""

LONGEST_WORD = 64

HYPHENS = re.compile("[-\u00ad\u2010\u2011]")
_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(rf"[^\W_]+(?:{HYPHENS.pattern}[^\W_]+)+")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text."""

    folded: str
    start: int
    end: int


def normal(text: str) -> str:
    """Return the text with each accented letter as one character; positions refer to this form."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return letters and digits without case and accents: `Straße` is `strasse`, `Büro` is `buro`."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", decomposed) if c.isalnum())
    return plain[:LONGEST_WORD]


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text in `normal` form, from left to right."""
    for found in _WORD.finditer(text):
        if folded := fold(found[0]):
            yield Word(folded, found.start(), found.end())


def joined_words_of(text: str) -> Iterator[Word]:
    """Yield each hyphenated word as if it were written without hyphens."""
    for found in _HYPHENATED.finditer(text):
        yield Word(fold(found[0]), found.start(), found.end())


def words_to_index(texts: Iterable[str]) -> str:
    """Return the words of several texts as the engines take them: blanks between, and boundaries."""
    return f" {BOUNDARY} ".join(filter(None, map(_one_text_to_index, texts)))


def distinct_words_to_index(texts: Iterable[str]) -> str:
    """Return the words of several texts, each once: enough to find them, not to find phrases."""
    found = {
        word.folded: None
        for text in map(normal, texts)
        for words in (words_of(text), joined_words_of(text))
        for word in words
    }
    return f" {BOUNDARY} ".join(found)


def _one_text_to_index(text: str) -> str:
    text = normal(text)
    plain = " ".join(word.folded for word in words_of(text))
    joined = (word.folded for word in joined_words_of(text))
    return f" {BOUNDARY} ".join((plain, *joined)) if plain else ""
