"""The answers in which something stands that was asked for, the best of each concept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from django.db.models import Q

from ...definition.elements import LANGUAGES, Text
from ...models import AnswerEntry
from .engines import Clearances
from .matches import Matches, Piece, matches
from .query import Query
from .words import QUESTION

MOST_ANSWERS = 6
"""More of one concept are not listed; the concept itself shows them all."""


@dataclass(frozen=True)
class FoundAnswer:
    """An answer that says what was asked for, or whose question does; `key` is the question's."""

    key: str
    question: list[Piece]
    answer: list[Piece]


class _Said(NamedTuple):
    """An answer with its question, as the index has them."""

    concept_id: int
    question: str
    question_de: str
    question_en: str
    text_de: str
    text_en: str
    words: str


def found_answers(
    query: Query, concepts: Sequence[int], clearances: Clearances, language: str
) -> dict[int, list[FoundAnswer]]:
    """Return the answers of some concepts that meet a term, the best first; one query."""
    in_question = cache(partial(matches, query))  # many concepts answer the same questions
    by_concept: dict[int, list[_Said]] = {}
    for said in _said(query, concepts, clearances):
        by_concept.setdefault(said.concept_id, []).append(said)
    return {
        concept: [_found(query, said, language, in_question) for said in _best(query, answers)]
        for concept, answers in by_concept.items()
    }


def number_of_answers(query: Query, concepts: Sequence[int], clearances: Clearances) -> int:
    """Return how many answers of some concepts meet a term; one query."""
    return sum(1 for _said_so in _said(query, concepts, clearances))


def _said(query: Query, concepts: Sequence[int], clearances: Clearances) -> Iterator[_Said]:
    """Yield the answers that meet a term and may be shown, in the order of the document."""
    meets_a_term = Q(*(("words__contains", needle) for needle in query.needles), _connector=Q.OR)
    entries = AnswerEntry.everything.filter(
        _visible(clearances), meets_a_term, concept__in=concepts, parked=query.parked
    ).order_by("concept", "position")
    found = map(_Said._make, entries.values_list(*_Said._fields))
    return (said for said in found if query.number_inside(said.words))


def _visible(clearances: Clearances) -> Q:
    """Return the condition that an answer may be shown."""
    condition = Q(pk__in=[])
    for rank, groups in clearances.items():
        condition |= Q(service_group__in=groups, rank__lte=rank)
    return condition


def _best(query: Query, answers: Iterable[_Said]) -> list[_Said]:
    """Return the best answers; first those that meet the most terms themselves."""

    def weight(said: _Said) -> tuple[int, ...]:
        answer, _mark, question = said.words.partition(f" {QUESTION} ")
        answer, question = f"{answer} ", f" {question}"
        return (
            query.number_in(answer),
            query.number_inside(answer),
            query.number_in(question),
            query.number_inside(question),
        )

    return sorted(answers, key=weight, reverse=True)[:MOST_ANSWERS]


def _found(
    query: Query, said: _Said, language: str, in_question: Callable[[str], Matches]
) -> FoundAnswer:
    """Return how an answer matches, in the language that does; the question in the reader's."""
    labels = Text(said.question_de, said.question_en)
    answers = Text(said.text_de, said.text_en)
    question = in_question(labels.say(language))
    answer = matches(query, answers.say(language))
    if not answer:
        others = (matches(query, answers.say(one)) for one in LANGUAGES if one != language)
        answer = next(filter(None, others), answer)
    return FoundAnswer(said.question, question.pieces, answer.snippet())
