"""All concepts that say what was asked for, the best first: words before parts of words."""

from __future__ import annotations

from typing import NamedTuple

from .engines import Clearances, Hit, engine
from .parts import MOST_WORDS, words_around
from .query import Query


class Hits(NamedTuple):
    """The concepts, and which of the terms stand inside too many words to be looked for there."""

    concepts: list[Hit]
    crowded: list[str]


def hits(query: Query, clearances: Clearances) -> Hits:
    """Return all concepts that meet every term of a query without problems; at most three queries.

    Those that have all terms as words, or at the beginning of words, come before those that have
    one only in the middle of a word. Which words there are is no secret of the reader's index: a
    word that she may not read leads to none of her rows.
    """
    found = engine().find(query, clearances)
    around = words_around(query.parts)
    crowded = {part for part, words in around.items() if len(words) > MOST_WORDS}
    wide = query.widened({part: words for part, words in around.items() if part not in crowded})
    if wide != query:
        found += engine().find(wide, clearances, without=query)
    return Hits(found, [term.typed for term in query.terms if crowded.intersection(term.parts)])
