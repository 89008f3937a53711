"""A text as the search sees it: words without case, accents, hyphens and punctuation.

Both databases are given these words and no text, so that they cannot cut or fold it differently.
`mail.hochschule.example` is three words in a row; `E-Mail` is two, and `email` as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

BOUNDARY = "|"
"""Stands between two texts, so that a phrase never begins in one and ends in the next."""

QUESTION = "?"
"""Stands between the words of an answer and those of its question."""

LONGEST_WORD = 64

HYPHENS = "-\u00ad\u2010\u2011"
_WORD = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(f"[{re.escape(HYPHENS)}]")


class Word(NamedTuple):
    """A folded word and where it stands in the text."""

    folded: str
    start: int
    end: int


def normal(text: str) -> str:
    """Return the text with each accented letter as one character; positions refer to this form."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word without case, accents and hyphens: `Straße` is `strasse`, `Büro` is `buro`."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(filter(str.isalnum, decomposed))[:LONGEST_WORD]


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text in `normal` form, from left to right."""
    for found in _WORD.finditer(text):
        if folded := fold(found[0]):
            yield Word(folded, found.start(), found.end())


def joined_words(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """Yield each hyphenated word of a text, given its words, as if it had no hyphens."""
    if not _HYPHEN.search(text):
        return
    run: list[Word] = []
    for word, following in pairwise(words):
        if following.start == word.end + 1 and text[word.end] in HYPHENS:
            run = [*(run or [word]), following]
        elif run:
            yield _joined(run)
            run = []
    if run:
        yield _joined(run)


def _joined(run: list[Word]) -> Word:
    folded = "".join(word.folded for word in run)[:LONGEST_WORD]
    return Word(folded, run[0].start, run[-1].end)


def words_to_index(texts: Iterable[str]) -> str:
    """Return the words of several texts as the engines take them, with boundaries between."""
    return f" {BOUNDARY} ".join(filter(None, map(_one_text_to_index, texts)))


def words_to_compare(answer: Iterable[str], question: Iterable[str]) -> str:
    """Return the words of an answer and of its question as `Phrase.is_in` compares them."""
    return f" {words_to_index(answer)} {QUESTION} {words_to_index(question)} "


def distinct_words_to_index(texts: Iterable[str]) -> str:
    """Return the words of several texts, each once: enough to find them, not to find phrases."""
    found: dict[str, None] = {}
    for text in map(normal, texts):
        words = list(words_of(text))
        found.update(dict.fromkeys(word.folded for word in (*words, *joined_words(text, words))))
    return f" {BOUNDARY} ".join(found)


def _one_text_to_index(text: str) -> str:
    text = normal(text)
    words = list(words_of(text))
    joined = (word.folded for word in joined_words(text, words))
    return f" {BOUNDARY} ".join((" ".join(word.folded for word in words), *joined))
