"""Services of the catalogue that were asked for, so that one without a concept is found as well.

Their names are read anew each time and only the folding is remembered: a catalogue has some
hundreds of services, and nobody who renames one has to think of an index.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ...access.reader import Reader
from ...models import ConceptPage, Service, ServiceGroupPage
from ..responsible import responsible_for
from ..tree import FIELDS_OF_CONCEPT, told_of_gaps
from .matches import Piece, matches
from .query import Query
from .words import words_to_compare

MOST_SERVICES = 20
SERVICES_AT_ONCE = 3


@dataclass(frozen=True)
class FoundService:
    """A service that was asked for, with its released concept; without one it is a gap.

    `also` is what else of it matches where its name does not: the other name, the key, the comment.
    """

    service: Service
    group: ServiceGroupPage
    concept: ConceptPage | None
    name: list[Piece]
    also: list[Piece]
    responsible: list[str]


@dataclass(frozen=True)
class FoundServices:
    """The services to show, the best first, and how many there are beyond them."""

    services: list[FoundService]
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.services)

    @property
    def first(self) -> list[FoundService]:
        """The services to name at once."""
        return self.services[:SERVICES_AT_ONCE]

    @property
    def beyond_first(self) -> int:
        """How many services there are beyond those."""
        return len(self.services) - len(self.first) + self.left_out


def found_services(
    reader: Reader,
    query: Query,
    groups: Mapping[int, ServiceGroupPage],
    known: Collection[int],
    language: str,
) -> FoundServices:
    """Return the services of some groups that meet a query; five queries at most.

    Services whose concept is among the `known` ones are left out, because that was found already.
    Of a service without a released concept only those are told who are told of gaps elsewhere.
    """
    keys = _keys(query, groups, known)
    if not keys:
        return FoundServices([])
    concepts = _concepts(reader, keys)
    told = told_of_gaps(reader)
    services = [
        service
        for service in _services(keys)
        if service.concept_id in concepts or told.includes(service.group_id)
    ]
    shown = services[:MOST_SERVICES]
    gaps = {service.group_id for service in shown if service.concept_id not in concepts}
    responsible = responsible_for(gaps)
    return FoundServices(
        [
            FoundService(
                service,
                groups[service.group_id],
                concepts.get(service.concept_id),
                *_pieces(query, service, language),
                responsible.get(service.group_id, []),
            )
            for service in shown
        ],
        len(services) - len(shown),
    )


def _keys(query: Query, groups: Collection[int], known: Collection[int]) -> list[int]:
    """Return the services that meet a query, those that say it as words or beginnings first."""
    rows = Service.objects.filter(retired=False, group__in=groups).order_by("name_de", "pk")
    found: list[tuple[int, int]] = []
    for pk, concept, *texts in rows.values_list(
        "pk", "concept_id", "name_de", "name_en", "key", "comment"
    ):
        words = _words(*texts)
        if concept not in known and query.number_inside(words) == len(query.terms):
            found.append((-query.number_in(words), pk))
    return [pk for _number, pk in sorted(found, key=lambda one: one[0])]


@lru_cache(maxsize=10_000)
def _words(*texts: str) -> str:
    return words_to_compare(texts, ())


def _services(keys: list[int]) -> list[Service]:
    """Return services in the order of their keys."""
    found = Service.objects.select_related("department").in_bulk(keys)
    return [found[key] for key in keys]


def _concepts(reader: Reader, services: Collection[int]) -> dict[int | None, ConceptPage]:
    """Return the released concepts of some services, as far as the reader may read them."""
    concepts = reader.readable_concepts().filter(services__in=services).distinct()
    found = concepts.select_related("lifecycle__released").only(*FIELDS_OF_CONCEPT)
    return {concept.pk: concept for concept in found}


def _pieces(query: Query, service: Service, language: str) -> tuple[list[Piece], list[Piece]]:
    """Return the name, and what else matches if the name does not."""
    name = matches(query, service.label.say(language))
    if name:
        return name.pieces, []
    others = (service.name_de, service.name_en, service.key, service.comment)
    also = next(filter(None, (matches(query, text) for text in others)), None)
    return name.pieces, also.snippet() if also else []
