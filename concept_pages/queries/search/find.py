"""One page of search results: concepts with their matching answers, and counts by service group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from ...access.reader import Reader
from ...models import ConceptPage, ServiceGroupPage
from ..tree import name_of, readable_groups
from .answers import FoundAnswer, found_answers
from .engines import Clearances, Hit, engine
from .matches import Piece, matches
from .query import Query

CONCEPTS_ON_A_PAGE = 10
ANSWERS_AT_ONCE = 3


@dataclass(frozen=True)
class FoundConcept:
    """A concept that says all that was asked for, with its best answers."""

    concept: ConceptPage
    group: ServiceGroupPage
    title: list[Piece]
    answers: list[FoundAnswer]

    @property
    def first_answers(self) -> list[FoundAnswer]:
        """The answers to show at once."""
        return self.answers[:ANSWERS_AT_ONCE]

    @property
    def more_answers(self) -> list[FoundAnswer]:
        """The answers to show when asked."""
        return self.answers[ANSWERS_AT_ONCE:]


@dataclass(frozen=True)
class Facet:
    """A service group, and how many concepts of it were found."""

    group: ServiceGroupPage
    count: int
    chosen: bool


@dataclass(frozen=True)
class Results:
    """One page of results. `everywhere` counts all groups, `total` only the chosen one."""

    query: Query
    facets: list[Facet] = field(default_factory=list)
    concepts: list[FoundConcept] = field(default_factory=list)
    total: int = 0
    everywhere: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, ceil(self.total / CONCEPTS_ON_A_PAGE))


def find(reader: Reader, query: Query, *, group: str = "", page: int = 1, language: str) -> Results:
    """Return a page of what a reader may know of; `group` is the key of the group to stay in.

    Five queries, however much there is and is found; a page behind the last one is the last one.
    """
    groups = {one.pk: one for one in readable_groups(reader)}
    if query.problem or not groups:
        return Results(query)
    clearances = _clearances(reader, groups)
    hits = engine().find(query, clearances)
    counts = Counter(hit.service_group_id for hit in hits)
    facets = [
        Facet(one, counts[pk], one.key == group) for pk, one in groups.items() if pk in counts
    ]
    wanted = [hit for hit in hits if not group or groups[hit.service_group_id].key == group]
    pages = max(1, ceil(len(wanted) / CONCEPTS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = wanted[(page - 1) * CONCEPTS_ON_A_PAGE : page * CONCEPTS_ON_A_PAGE]
    return Results(
        query,
        facets,
        _found(reader, query, shown, groups, clearances, language),
        len(wanted),
        len(hits),
        page,
    )


def _clearances(reader: Reader, groups: Iterable[int]) -> Clearances:
    """Return the groups in which somebody may read, by rank of her clearance there."""
    found: dict[int, list[int]] = {}
    for group in groups:
        found.setdefault(reader.clearance(group).rank, []).append(group)
    return found


def _found(
    reader: Reader,
    query: Query,
    hits: Sequence[Hit],
    groups: dict[int, ServiceGroupPage],
    clearances: Clearances,
    language: str,
) -> list[FoundConcept]:
    """Return the concepts of some hits with the answers that match."""
    keys = [hit.concept_id for hit in hits]
    concepts = (
        reader.readable_concepts()
        .filter(pk__in=keys)
        .select_related("lifecycle__released")
        .prefetch_related("services")
        .defer("body", "tailoring", "lifecycle__released__content")
        .in_bulk()
    )
    answers = found_answers(query, keys, clearances, language)
    return [
        FoundConcept(
            concepts[hit.concept_id],
            groups[hit.service_group_id],
            matches(query, name_of(concepts[hit.concept_id]).say(language)).pieces,
            answers.get(hit.concept_id, []),
        )
        for hit in hits
        if hit.concept_id in concepts
    ]
