"""One page of search results: concepts with their answers, services, counts by service group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from ...access.reader import Reader
from ...models import ServiceGroupPage
from ..tree import readable_groups
from .answers import number_of_answers
from .catalogue import FoundServices, found_services
from .concepts import FoundConcept, found_concepts
from .engines import Clearances, Hit
from .hits import hits
from .near import Near, near
from .query import Query

CONCEPTS_ON_A_PAGE = 10


@dataclass(frozen=True)
class Facet:
    """A service group, and how many concepts of it were found."""

    group: ServiceGroupPage
    count: int
    chosen: bool


@dataclass(frozen=True)
class Results:
    """One page of results. `everywhere` counts all groups, `total` only the chosen one.

    `crowded` are the words that stand inside too many others to be looked for there, `set_aside`
    is the number of answers that are no longer asked for and say it as well. Where no concept is
    found, `searched` is how many were looked at, and `near` is what finds some.
    """

    query: Query
    facets: list[Facet] = field(default_factory=list)
    concepts: list[FoundConcept] = field(default_factory=list)
    total: int = 0
    everywhere: int = 0
    page: int = 1
    crowded: list[str] = field(default_factory=list)
    services: FoundServices = field(default_factory=lambda: FoundServices([]))
    set_aside: int = 0
    searched: int = 0
    near: list[Near] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, ceil(self.total / CONCEPTS_ON_A_PAGE))


def find(reader: Reader, query: Query, *, group: str = "", page: int = 1, language: str) -> Results:
    """Return a page of what a reader may know of; `group` is the key of the group to stay in.

    The number of queries does not grow with what there is and is found; a page behind the last one
    is the last one.
    """
    groups = {one.pk: one for one in readable_groups(reader)}
    if query.problem or not groups:
        return Results(query)
    clearances = _clearances(reader, groups)
    everything, crowded = hits(query, clearances)
    found = [hit for hit in everything if hit.parked == query.parked]
    counts = Counter(hit.service_group_id for hit in found)
    here = {pk: one for pk, one in groups.items() if not group or one.key == group}
    wanted = [hit for hit in found if hit.service_group_id in here]
    pages = max(1, ceil(len(wanted) / CONCEPTS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = wanted[(page - 1) * CONCEPTS_ON_A_PAGE : page * CONCEPTS_ON_A_PAGE]
    return Results(
        query,
        [Facet(one, counts[pk], one.key == group) for pk, one in groups.items() if pk in counts],
        found_concepts(reader, query, shown, groups, clearances, language),
        len(wanted),
        len(found),
        page,
        crowded,
        _services(reader, query, here, wanted, language),
        _set_aside(query, everything, here, clearances),
        *(() if found else (reader.readable_concepts().count(), near(query, clearances))),
    )


def _clearances(reader: Reader, groups: Iterable[int]) -> Clearances:
    """Return the groups in which somebody may read, by rank of her clearance there."""
    found: dict[int, list[int]] = {}
    for group in groups:
        found.setdefault(reader.clearance(group).rank, []).append(group)
    return found


def _services(
    reader: Reader,
    query: Query,
    groups: Mapping[int, ServiceGroupPage],
    hits: Iterable[Hit],
    language: str,
) -> FoundServices:
    """Return the services of the catalogue; none beside answers that are no longer asked for."""
    if query.parked:
        return FoundServices([])
    return found_services(reader, query, groups, {hit.concept_id for hit in hits}, language)


def _set_aside(
    query: Query, hits: Iterable[Hit], groups: Mapping[int, ServiceGroupPage], to: Clearances
) -> int:
    """Return how many answers that are no longer asked for say what others were searched for."""
    concepts = [hit.concept_id for hit in hits if hit.parked and hit.service_group_id in groups]
    if query.parked or not concepts:
        return 0
    return number_of_answers(replace(query, parked=True), concepts, to)
