"""The concepts of some hits as a page of results shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...access.reader import Reader
from ...models import ConceptPage, ServiceGroupPage
from ..tree import FIELDS_OF_CONCEPT, name_of
from .answers import FoundAnswer, found_answers
from .engines import Clearances, Hit
from .matches import Piece, matches
from .query import Query

ANSWERS_AT_ONCE = 3

_PEOPLE = (
    "submitted_by_name",
    "submitted_for_name",
    "approvals",
    "approved_by_name",
    "approved_for_name",
)


@dataclass(frozen=True)
class FoundConcept:
    """A concept that says all that was asked for, with its best answers.

    `people` are those of its release whose names were asked for.
    """

    concept: ConceptPage
    group: ServiceGroupPage
    title: list[Piece]
    answers: list[FoundAnswer]
    people: list[list[Piece]] = field(default_factory=list)

    @property
    def first_answers(self) -> list[FoundAnswer]:
        """The answers to show at once."""
        return self.answers[:ANSWERS_AT_ONCE]

    @property
    def more_answers(self) -> list[FoundAnswer]:
        """The answers to show when asked."""
        return self.answers[ANSWERS_AT_ONCE:]


def found_concepts(
    reader: Reader,
    query: Query,
    hits: Sequence[Hit],
    groups: Mapping[int, ServiceGroupPage],
    clearances: Clearances,
    language: str,
) -> list[FoundConcept]:
    """Return the concepts of some hits, in their order, with what matches; three queries."""
    keys = [hit.concept_id for hit in hits]
    concepts = (
        reader.readable_concepts()
        .filter(pk__in=keys)
        .select_related("lifecycle__released")
        .prefetch_related("services")
        .only(*FIELDS_OF_CONCEPT, *(f"lifecycle__released__{name}" for name in _PEOPLE))
        .in_bulk()
    )
    answers = found_answers(query, keys, clearances, language)
    return [
        FoundConcept(
            concepts[hit.concept_id],
            groups[hit.service_group_id],
            matches(query, name_of(concepts[hit.concept_id]).say(language)).pieces,
            answers.get(hit.concept_id, []),
            [] if hit.parked else _people(query, concepts[hit.concept_id]),
        )
        for hit in hits
        if hit.concept_id in concepts
    ]


def _people(query: Query, concept: ConceptPage) -> list[list[Piece]]:
    """Return those who submitted and approved the release in force and were asked for."""
    release = concept.lifecycle.released
    found = (matches(query, name) for name in (release.people if release else ()))
    return [name.pieces for name in found if name]
