"""One page of search results: concepts with their matching answers, and counts by service group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db.models import Q

from ...access.reader import Reader
from ...definition.elements import LANGUAGES, Text
from ...models import AnswerEntry, ConceptPage, ServiceGroupPage
from ..tree import name_of, readable_groups
from .engines import Clearances, Hit, engine
from .matches import Piece, matches
from .query import Query
from .words import roughly

CONCEPTS_ON_A_PAGE = 10
ANSWERS_AT_ONCE = 3
MOST_ANSWERS = 12
"""More of one concept are not listed; the concept itself shows them all."""


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
    matching = _Matching(query, language)
    said: dict[int, list[_Said]] = {}
    for row in (
        AnswerEntry.objects.filter(_visible(clearances), concept__in=keys)
        .order_by("position")
        .values_list("concept_id", "question", "question_de", "question_en", "text_de", "text_en")
    ):
        said.setdefault(row[0], []).append(_Said(row[1], row[2:4], row[4:6]))
    return [
        FoundConcept(
            concepts[hit.concept_id],
            groups[hit.service_group_id],
            matches(query, name_of(concepts[hit.concept_id]).say(language)).pieces,
            matching.best_first(said.get(hit.concept_id, ())),
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


class _Said(NamedTuple):
    """A question and its answer, each in German and English, as far as search needs them."""

    key: str
    question: tuple[str, str]
    answer: tuple[str, str]


class _Matching:
    """Finds the answers of a concept that match.

    A page of results looks at thousands of answers: it looks closely only at the most promising,
    and at each question once, however many concepts answer it.
    """

    def __init__(self, query: Query, language: str) -> None:
        self.query = query
        self.languages = sorted(LANGUAGES, key=lambda one: one != language)
        self.questions: dict[str, int] = {}

    def best_first(self, answers: Iterable[_Said]) -> list[FoundAnswer]:
        """Return the answers that match; first those that meet the most terms themselves."""
        rated = ((self.promise(said), said) for said in answers)
        promising = sorted((one for one in rated if any(one[0])), key=itemgetter(0), reverse=True)
        found = (self.match(said) for _promise, said in promising[:MOST_ANSWERS])
        return sorted((one for one in found if one), key=attrgetter("weight"), reverse=True)

    def promise(self, said: _Said) -> tuple[int, int]:
        """Return how many terms the answer and the question may meet, in one of the languages."""
        texts = filter(None, said.answer)
        return (
            max(map(self.rough_hits, texts), default=0),
            max(map(self.in_question, said.question)),
        )

    def rough_hits(self, text: str) -> int:
        """Return how many terms a text may meet."""
        return self.query.rough_hits(roughly(text))

    def in_question(self, text: str) -> int:
        """Return how many terms a question may meet."""
        if text not in self.questions:
            self.questions[text] = self.rough_hits(text)
        return self.questions[text]

    def match(self, said: _Said) -> FoundAnswer | None:
        """Return how an answer matches, in the language of the reader or else in the other one."""
        for language in self.languages:
            question = matches(self.query, Text(*said.question).say(language))
            answer = matches(self.query, Text(*said.answer).say(language))
            if answer or question:
                weight = len(answer.terms), len(question.terms)
                return FoundAnswer(said.key, question.pieces, answer.snippet(), language, weight)
        return None
