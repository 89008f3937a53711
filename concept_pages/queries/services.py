"""What services depend on, and what depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from ..access.reader import Reader
from ..models import ConceptPage, Service, ServiceDependency

_FIELDS = ("key", "name_de", "name_en", "group_id")
_FIELDS_OF_CONCEPT = ("title", "path", "url_path", "lifecycle__state", "lifecycle__released_id")


@dataclass(frozen=True)
class Neighbour:
    """A service on the other end of a dependency, with its concept if the reader may read it."""

    service: Service
    concept: ConceptPage | None
    required: bool


@dataclass(frozen=True)
class Neighbours:
    """What some services need, and what needs them; the indispensable first."""

    needs: list[Neighbour]
    needed_by: list[Neighbour]

    def __bool__(self) -> bool:
        return bool(self.needs or self.needed_by)


def neighbours(reader: Reader, services: Iterable[Service]) -> Neighbours:
    """Return the dependencies of some services in both directions; two queries, one if none."""
    keys = {service.pk for service in services}
    rows = ServiceDependency.objects.filter(Q(service__in=keys) | Q(needs__in=keys))
    needs: dict[int, bool] = {}
    needed_by: dict[int, bool] = {}
    for service, needed, kind in rows.values_list("service", "needs", "kind"):
        if service not in keys or needed not in keys:
            ends, end = (needs, needed) if service in keys else (needed_by, service)
            ends[end] = ends.get(end, False) or kind == ServiceDependency.Kind.REQUIRED
    others = _with_concepts({*needs, *needed_by})
    return Neighbours(_ends(reader, needs, others), _ends(reader, needed_by, others))


def _with_concepts(keys: Collection[int]) -> dict[int, Service]:
    if not keys:
        return {}
    services = Service.objects.select_related("concept__lifecycle")
    concept = (f"concept__{name}" for name in _FIELDS_OF_CONCEPT)
    return services.only(*_FIELDS, *concept).in_bulk(keys)


def _ends(reader: Reader, required: dict[int, bool], known: dict[int, Service]) -> list[Neighbour]:
    """Return the services on one end of dependencies, given which of them are indispensable."""
    found = [
        Neighbour(known[key], _readable(reader, known[key]), required[key]) for key in required
    ]
    return sorted(found, key=lambda one: (not one.required, str(one.service).casefold()))


def _readable(reader: Reader, service: Service) -> ConceptPage | None:
    concept = service.concept
    if concept is None or concept.lifecycle.released_id is None or not reader.may_read(concept):
        return None
    return concept
