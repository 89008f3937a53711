"""What services depend on, and what depends on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

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
    """Return the dependencies of some services in both directions; two queries."""
    keys = [service.pk for service in services]
    rows = ServiceDependency.objects
    return Neighbours(
        _ends(reader, rows.filter(service__in=keys).exclude(needs__in=keys), "needs"),
        _ends(reader, rows.filter(needs__in=keys).exclude(service__in=keys), "service"),
    )


def _ends(reader: Reader, rows: QuerySet[ServiceDependency], end: str) -> list[Neighbour]:
    """Return the services on one end of dependencies, each once."""
    fields = [f"{end}__{name}" for name in _FIELDS]
    fields += [f"{end}__concept__{name}" for name in _FIELDS_OF_CONCEPT]
    found: dict[int, Neighbour] = {}
    for row in rows.select_related(f"{end}__concept__lifecycle").only("kind", *fields):
        service = getattr(row, end)
        required = row.kind == ServiceDependency.Kind.REQUIRED
        if service.pk not in found or required:
            found[service.pk] = Neighbour(service, _readable(reader, service), required)
    return sorted(found.values(), key=lambda one: (not one.required, str(one.service).casefold()))


def _readable(reader: Reader, service: Service) -> ConceptPage | None:
    concept = service.concept
    if concept is None or concept.lifecycle.released_id is None or not reader.may_read(concept):
        return None
    return concept
