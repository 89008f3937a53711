"""The released tree as a reader sees it: service groups, services, and concepts in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.models import Page

from workflows.models import Release

from ..access.grants import Scope
from ..access.reader import Reader
from ..definition.elements import LANGUAGES, Confidentiality, Text
from ..models import ConceptPage, ReadableText, Service, ServiceGroupPage
from ..models.template_page import CONFIDENTIALITY_CHOICES
from .concepts import CONCEPT_WORK_RIGHTS

_IN_FORCE = Q(concept__lifecycle__released__isnull=False)
_GAP = Q(concept__lifecycle__released__isnull=True)


@dataclass(frozen=True)
class Branch:
    """A service group with its number of released concepts, and of services that have none.

    `gaps` is None for people who are not told.
    """

    group: ServiceGroupPage
    concepts: int
    gaps: int | None


@dataclass(frozen=True)
class Leaf:
    """A service with its concept in force; without one it is a gap.

    `service` is None for a concept whose services are gone. The classification is that of the
    concept as this reader sees it.
    """

    service: Service | None
    concept: ConceptPage | None
    classification: Confidentiality | None
    today: date

    @property
    def release(self) -> Release | None:
        """The release in force."""
        return self.concept.lifecycle.released if self.concept else None

    @property
    def name(self) -> str:
        """The name of the service in the active language."""
        return str(self.service) if self.service else self.title

    @property
    def title(self) -> str:
        """The title of the concept in the active language."""
        return self.concept.display_title() if self.concept else ""

    @property
    def classification_label(self) -> str:
        """The classification in the active language."""
        labels = dict(CONFIDENTIALITY_CHOICES)
        return str(labels[self.classification.value]) if self.classification else ""

    @property
    def overdue(self) -> bool:
        """Whether the concept should have been looked at again by now."""
        due = self.concept.lifecycle.next_review_on if self.concept else None
        return due is not None and due < self.today


def readable_groups(reader: Reader) -> list[ServiceGroupPage]:
    """Return the service groups in which somebody may read, in the order of the tree."""
    groups = ServiceGroupPage.objects.only(*_FIELDS_OF_GROUP).order_by("path")
    if not reader.scope.everywhere:
        groups = groups.filter(pk__in=reader.scope.groups)
    return list(groups)


def branches(reader: Reader) -> list[Branch]:
    """Return the service groups of a reader with their counts; three queries."""
    groups = readable_groups(reader)
    concepts = _concepts_by_path(reader)
    gaps = dict(
        Service.objects.filter(_GAP, retired=False, group__in=groups)
        .values_list("group")
        .annotate(number=Count("pk"))
    )
    told = told_of_gaps(reader)
    return [
        Branch(
            group,
            concepts.get(group.path, 0),
            gaps.get(group.pk, 0) if told.includes(group.pk) else None,
        )
        for group in groups
    ]


def told_of_gaps(reader: Reader) -> Scope:
    """Return where a person is told which services have no released concept.

    That is where she works on concepts, and everything for whoever reads everything, as the
    incident team does; readers of single groups are not told.
    """
    if reader.scope.everywhere:
        return reader.scope
    return reader.grants.where_any(CONCEPT_WORK_RIGHTS)


def _concepts_by_path(reader: Reader) -> dict[str, int]:
    """Return the number of concepts in force by the path of their service group."""
    above = Substr("path", 1, Length("path") - Page.steplen)
    concepts = reader.readable_concepts().annotate(above=above).order_by()
    return dict(concepts.values_list("above").annotate(number=Count("pk")))


def services_to_read(reader: Reader, groups: Iterable[ServiceGroupPage]) -> QuerySet[Service]:
    """Return the services that have a concept in force, and the gaps one is told of."""
    ours = [group.pk for group in groups if reader.scope.includes(group.pk)]
    told = told_of_gaps(reader)
    gaps = Q(retired=False, group__in=[pk for pk in ours if told.includes(pk)])
    return (
        Service.objects.filter(_IN_FORCE | gaps, group__in=ours)
        .select_related("concept__lifecycle__released")
        .only(*_FIELDS_OF_SERVICE, *(f"concept__{name}" for name in FIELDS_OF_CONCEPT))
        .order_by("name_de", "pk")
    )


def concepts_without_service(
    reader: Reader, groups: Iterable[ServiceGroupPage]
) -> QuerySet[ConceptPage]:
    """Return the concepts in force that no service names any more, so that none is out of reach."""
    paths = {group.path for group in groups}
    above = Substr("path", 1, Length("path") - Page.steplen)
    return (
        reader.readable_concepts()
        .annotate(above=above)
        .filter(services__isnull=True, above__in=paths)
        .select_related("lifecycle__released")
        .only(*FIELDS_OF_CONCEPT)
        .order_by("title")
    )


def leaves(
    reader: Reader, services: Iterable[Service], concepts: Iterable[ConceptPage] = ()
) -> list[Leaf]:
    """Return services, and concepts without a service, as leaves of the tree; one more query."""
    found: list[tuple[Service | None, ConceptPage | None]] = [
        (service, service.concept if _is_in_force(service.concept) else None)
        for service in services
    ]
    found += [(None, concept) for concept in concepts]
    levels = classifications(reader, [concept.pk for _service, concept in found if concept])
    today = timezone.localdate()
    return [
        Leaf(service, concept, levels.get(concept.pk) if concept else None, today)
        for service, concept in found
    ]


def _is_in_force(concept: ConceptPage | None) -> bool:
    return concept is not None and concept.lifecycle.released is not None


def classifications(reader: Reader, concepts: Iterable[int]) -> dict[int, Confidentiality]:
    """Return how each concept is classified as a reader sees it."""
    rows = ReadableText.objects.filter(concept__in=concepts).values_list(
        "concept", "service_group", "lowest", "highest", "classification"
    )
    ranks: dict[int, int] = {}
    levels = list(Confidentiality)
    found = {}
    for concept, group, lowest, highest, classification in rows:
        rank = ranks.setdefault(group, reader.clearance(group).rank)
        if lowest <= rank <= highest:
            found[concept] = levels[classification]
    return found


def newest(reader: Reader, number: int) -> list[ConceptPage]:
    """Return the concepts that were released last."""
    return list(
        reader.readable_concepts()
        .select_related("lifecycle__released")
        .prefetch_related("services")
        .only(*FIELDS_OF_CONCEPT)
        .order_by("-lifecycle__released_id")[:number]  # releases are only ever added
    )


def name_of(concept: ConceptPage) -> Text:
    """Return what a concept is about: its services, or its title where it has none.

    Titles all begin alike, which makes a list of them hard to read. Prefetch the services.
    """
    services = [service.label for service in concept.services.all()]
    if not services:
        return concept.label
    return Text(*(", ".join(name.say(language) for name in services) for language in LANGUAGES))


_FIELDS_OF_GROUP = ("title", "title_en", "key", "slug", "path", "url_path")
_FIELDS_OF_SERVICE = ("key", "name_de", "name_en", "group_id", "concept_id")
FIELDS_OF_CONCEPT = (
    "title",
    "title_en",
    "path",
    "url_path",
    "lifecycle__state",  # the state machine reads it at once
    "lifecycle__next_review_on",
    "lifecycle__released__number",
    "lifecycle__released__approved_at",
)
"""What a list shows of a concept; answers and content stay where they are."""
