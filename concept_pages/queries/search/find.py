"""One page of search results: concepts with their matching answers, and counts by service group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.db.models import Q

from ...access.reader import Reader
from ...definition.elements import LANGUAGES
from ...models import AnswerEntry, ConceptPage, ServiceGroupPage
from ..groups import readable_groups
from .engines import Clearances, Hit, engine
from .matches import Piece, matches
from .query import Query

CONCEPTS_ON_A_PAGE = 10
ANSWERS_AT_ONCE = 3


@dataclass(frozen=True)
class FoundAnswer:
    """An answer in which something stands that was asked for, or whose question says so."""

    key: str
    question: list[Piece]
    answer: list[Piece]
    language: str
    weight: tuple[int, int]


@dataclass(frozen=True)
class FoundConcept:
    """A concept that says all that was asked for: the best answers, and those that are further down."""

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


def find(
    reader: Reader, query: Query, *, group: str = "", page: int = 1, language: str
) -> Results:
    """Return a page of what a reader may know of; `group` is the key of the group to stay in.

    Four queries, however much there is and is found; a page behind the last one is the last one.
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
        .defer("body", "tailoring", "lifecycle__released__content")
        .in_bulk()
    )
    entries: dict[int, list[AnswerEntry]] = {}
    for entry in AnswerEntry.objects.filter(_visible(clearances), concept__in=keys).defer("value"):
        entries.setdefault(entry.concept_id, []).append(entry)
    return [
        FoundConcept(
            concepts[hit.concept_id],
            groups[hit.service_group_id],
            matches(query, concepts[hit.concept_id].label.say(language)).pieces,
            _matching(query, entries.get(hit.concept_id, ()), language),
        )
        for hit in hits
        if hit.concept_id in concepts
    ]


def _visible(clearances: Clearances) -> Q:
    """Return the condition that an answer may be shown."""
    condition = Q(pk__in=[])
    for rank, groups in clearances.items():
        condition |= Q(service_group__in=groups, rank__lte=rank)
    return condition


def _matching(query: Query, entries: Iterable[AnswerEntry], language: str) -> list[FoundAnswer]:
    """Return the answers that match; those first that meet the most terms in their own words."""
    found = (_match(query, entry, language) for entry in entries)
    return sorted((one for one in found if one), key=lambda one: one.weight, reverse=True)


def _match(query: Query, entry: AnswerEntry, language: str) -> FoundAnswer | None:
    """Return how an answer matches, in the language of the reader or else in the other one."""
    for spoken in sorted(LANGUAGES, key=lambda one: one != language):
        answer = matches(query, entry.text.say(spoken))
        question = matches(query, entry.question_text.say(spoken))
        if answer or question:
            return FoundAnswer(
                entry.question,
                question.pieces,
                answer.snippet(),
                spoken,
                (len(answer.terms), len(question.terms)),
            )
    return None
