"""Moves services between service groups; identity, concept and history go with them.

ServiceNotMoved      the services stay where they are; the text is a translated sentence
└─ NotYoursToMove    the person does not edit the services of all these groups
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page

from workflows.errors import Denial
from workflows.states import State

from ..access.grants import grants_of
from ..models import ConceptPage, Service, ServiceGroupPage
from .index_answers import move_answers
from .service_log import MOVED

_NOT_YOURS = gettext_lazy(
    "You may move services only between service groups whose services you may edit."
)


class ServiceNotMoved(Exception):
    """The services stay where they are."""

    def __init__(self, sentence: str, *, together: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.together = together
        """Whether they could move together with the others that the same concept covers."""


class NotYoursToMove(ServiceNotMoved, Denial):
    """The person does not edit the services of all these groups."""

    right = "service.edit"


@dataclass(frozen=True)
class MoveLine:
    """One service of a plan: what goes along, and why it stays where it is."""

    service: Service
    concept: ConceptPage | None
    is_companion: bool
    """It was not asked for, but the same security concept covers it."""
    refusals: tuple[str, ...]


@dataclass(frozen=True)
class MovePlan:
    """What a move would do."""

    lines: tuple[MoveLine, ...]
    there: tuple[Service, ...]
    """Those that belong to the group already."""

    @property
    def moving(self) -> list[Service]:
        """The services that can move, together with those that have to go along."""
        return [line.service for line in self.lines if not line.refusals]


def plan_move(services: Iterable[Service], *, to: ServiceGroupPage, by: Any = None) -> MovePlan:
    """Return what a move would do, together with the services that have to go along.

    Nothing is written. What one security concept covers moves together or not at all.
    """
    asked = list(services)
    chosen = _elsewhere(asked, to)
    known = {service.pk for service in chosen}
    concepts = {concept.pk: concept for concept in _concepts_of(chosen)}
    covered = Service.objects.filter(concept__in=concepts).exclude(pk__in=known).exclude(group=to)
    moving = [*chosen, *covered.select_related("group")]
    taken = _taken_addresses(concepts.values(), to)
    lines = []
    for service in moving:
        concept = concepts.get(service.concept_id or 0)
        together = [one for one in moving if concept and one.concept_id == concept.pk] or [service]
        refusals = tuple(_refusals(together, [concept] if concept else [], to, by, taken))
        if concept and any(_meets(concept, other) for other in concepts.values()):
            refusals += (_address_taken(concept),)
        lines.append(MoveLine(service, concept, service.pk not in known, refusals))
    there = tuple(service for service in asked if service.group_id == to.pk)
    return MovePlan(tuple(lines), there)


@transaction.atomic
def move_services(
    services: Iterable[Service], *, to: ServiceGroupPage, by: Any = None
) -> list[Service]:
    """Move services, with the concepts that cover them, to another service group.

    `by` is None where the system moves them, such as by an import on the command line.
    Returns the services that moved, without those that belonged to the group already.

    Raises:
        ServiceNotMoved: the right is missing, a concept is under review, or covers services that
            would stay behind; nothing has moved.
    """
    moving = _elsewhere(services, to, lock=True)
    concepts = _concepts_of(moving)
    if not _may_move(moving, to, by):
        raise NotYoursToMove(str(_NOT_YOURS))
    for refusal in _refusals(moving, concepts, to, by, _taken_addresses(concepts, to)):
        raise ServiceNotMoved(refusal, together=any(_left_behind(c, moving) for c in concepts))
    for concept in concepts:
        if any(_meets(concept, other) for other in concepts):
            raise ServiceNotMoved(_address_taken(concept))
    Service.objects.filter(pk__in=[service.pk for service in moving]).update(group=to)
    for concept in concepts:
        _move_concept(concept, to, by)
    for service in moving:
        _log_move(service, to, by)
    return moving


def move_service(service: Service, *, to: ServiceGroupPage, by: Any = None) -> None:
    """Move one service, with its concept, to another service group.

    Raises:
        ServiceNotMoved: as `move_services`.
    """
    move_services([service], to=to, by=by)
    service.group = to


def _elsewhere(
    services: Iterable[Service], to: ServiceGroupPage, *, lock: bool = False
) -> list[Service]:
    """Return those of the services that are not in the group yet, as they are now."""
    found = Service.objects.filter(pk__in=[service.pk for service in services]).exclude(group=to)
    if lock:
        found = found.select_for_update(of=("self",))
    return list(found.select_related("group"))


def _concepts_of(services: Sequence[Service]) -> list[ConceptPage]:
    concepts = ConceptPage.objects.filter(pk__in={service.concept_id for service in services})
    return list(concepts.select_related("lifecycle").prefetch_related("services"))


def _taken_addresses(concepts: Iterable[ConceptPage], to: ServiceGroupPage) -> set[str]:
    """Return those of the addresses of some concepts that other pages of a group have."""
    found = {concept.slug: concept.pk for concept in concepts}
    others = Page.objects.child_of(to).filter(slug__in=found).exclude(pk__in=found.values())
    return set(others.values_list("slug", flat=True))


def _may_move(moving: Iterable[Service], to: ServiceGroupPage, by: Any) -> bool:
    if by is None:
        return True
    scope = grants_of(by).where("service.edit")
    return all(scope.includes(group) for group in {to.pk, *(s.group_id for s in moving)})


def _refusals(
    moving: Sequence[Service],
    concepts: Sequence[ConceptPage],
    to: ServiceGroupPage,
    by: Any,
    taken: Collection[str],
) -> Iterator[str]:
    """Yield why the services stay where they are, the most basic reason first."""
    if not _may_move(moving, to, by):
        yield str(_NOT_YOURS)
    for concept in concepts:
        yield from _refusals_of_concept(concept, moving, taken)


def _refusals_of_concept(
    concept: ConceptPage, moving: Sequence[Service], taken: Collection[str]
) -> Iterator[str]:
    if staying := _left_behind(concept, moving):
        yield _covers_also(staying)
    if concept.lifecycle.state == State.IN_REVIEW:
        yield _(
            "The security concept “%(title)s” is under review. Move the service when the review "
            "is finished."
        ) % {"title": concept.display_title()}
    if concept.slug in taken:
        yield _address_taken(concept)


def _left_behind(concept: ConceptPage, moving: Sequence[Service]) -> list[Service]:
    """Return the services of a concept that would not go along with it."""
    going = {service.pk for service in moving}
    return [service for service in concept.services.all() if service.pk not in going]


def _covers_also(staying: Sequence[Service]) -> str:
    return _("The security concept also covers %(names)s. Move these services together.") % {
        "names": ", ".join(str(service) for service in staying)
    }


def _meets(concept: ConceptPage, other: ConceptPage) -> bool:
    """Return whether two concepts would have the same address in one group."""
    return concept.slug == other.slug and concept.pk != other.pk


def _address_taken(concept: ConceptPage) -> str:
    return _("Another page of that service group already has the address “%(slug)s”.") % {
        "slug": concept.slug
    }


def _move_concept(concept: ConceptPage, to: ServiceGroupPage, by: Any) -> None:
    """Move the page below its new group; the index of answers follows."""
    target = ServiceGroupPage.objects.get(pk=to.pk)  # treebeard needs the path as it is now
    move = MovePageAction(concept, target, pos="last-child", user=by)
    move.execute(skip_permission_checks=True)  # Wagtail's door for moving concepts is closed
    move_answers(concept, target)


def _log_move(service: Service, to: ServiceGroupPage, by: Any) -> None:
    """Note where the service came from, by the names that the groups have today."""
    source = service.group
    service.group = to
    data = {"from": [source.title, source.title_en], "to": [to.title, to.title_en]}
    log(instance=service, action=MOVED, user=by, data=data)
