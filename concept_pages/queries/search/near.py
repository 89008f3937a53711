"""What is near where nothing was found: the same with fewer words, or with less of the only one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .engines import Clearances
from .hits import hits
from .pasted import place_of
from .query import Query, parse

MOST_WORDS = 4
SHORTEST_BEGINNING = 5

_IPV4 = re.compile(r"\d+(?:\.\d+){3}")
_BETWEEN_WORDS = re.compile(r"[\s.:/@_-]+")


@dataclass(frozen=True)
class Near:
    """Another query, and how many concepts it finds for this reader."""

    text: str
    count: int


def near(query: Query, clearances: Clearances) -> list[Near]:
    """Return what finds something where a query finds nothing, the closest only."""
    for texts in _less(query):
        found = [Near(text, _count(text, query, clearances)) for text in dict.fromkeys(texts)]
        if found := [one for one in found if one.count]:
            return found
    return []


def _count(text: str, query: Query, clearances: Clearances) -> int:
    less = parse(text, parked=query.parked)
    if less.problem:
        return 0
    found, _crowded = hits(less, clearances)
    return sum(1 for hit in found if hit.parked == query.parked)


def _less(query: Query) -> Iterator[list[str]]:
    """Yield lists of queries that ask for less and less."""
    words = [term.typed for term in query.terms][:MOST_WORDS]
    if len(query.terms) == 1:
        yield from _less_of_one(words[0])
        return
    yield [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))]
    yield words


def _less_of_one(typed: str) -> Iterator[list[str]]:
    """Yield parts of an address, a host, words in quotation marks, or a long word."""
    place = place_of(typed.strip('"'))
    if _IPV4.fullmatch(place):
        first, second, third, _fourth = place.split(".")
        yield [f"{first}.{second}.{third}."]
        yield [f"{first}.{second}."]
        return
    first, *others = _BETWEEN_WORDS.split(place)
    if others and "." in place:
        yield [place.partition(".")[2], first]
    elif others:
        yield [first, *others][:MOST_WORDS]
    else:
        yield from ([place[:-cut]] for cut in (1, 2, 3) if len(place) - cut >= SHORTEST_BEGINNING)
