"""What would be missing without a person: where nobody else decides, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q

from workflows.queries import tasks_of

from ..access.deputies import deputyships_of
from ..access.grants import current_assignments
from ..access.roles import effective_roles
from ..models import ConceptPage, Deputyship, ServiceGroupPage


@dataclass(frozen=True)
class Departure:
    """What ends or stays undone; places without a page are everywhere."""

    releases_alone: list[ServiceGroupPage | None]
    reviews_alone: list[ServiceGroupPage | None]
    tasks: int
    deputyships: list[Deputyship]


def departure_of(person: Any) -> Departure:
    """Return what would be missing; nothing without an active account. A few queries."""
    if not person.is_active:
        return Departure([], [], 0, [])
    first, last = ConceptPage.review_rights
    return Departure(
        releases_alone=_alone(person, first),
        # Whoever reviews everywhere reviews here, too; an owner is there for her own groups.
        reviews_alone=_alone(person, last, everywhere_counts=True),
        tasks=tasks_of(person).count(),
        deputyships=list(deputyships_of(person)),
    )


def _alone(
    person: Any, right: str, *, everywhere_counts: bool = False
) -> list[ServiceGroupPage | None]:
    """Return where a person is in charge of what a right allows, and no other active person is.

    Whoever only inherits the right, as a sub-administrator does from an owner, stands above.
    """
    giving = [role.pk for role in effective_roles().values() if right in role.own_rights]
    held = current_assignments().filter(role__in=giving)
    hers = held.filter(Q(user=person) | Q(group__in=person.groups.all()))
    people = get_user_model()._default_manager.filter(is_active=True).exclude(pk=person.pk)
    teams = Group.objects.filter(user__in=people)
    others = set(
        held.filter(Q(user__in=people) | Q(group__in=teams)).values_list("service_group", flat=True)
    )
    if everywhere_counts and None in others:
        return []
    places = set(hers.values_list("service_group", flat=True)) - others
    groups = ServiceGroupPage.objects.filter(pk__in=places - {None}).order_by("title")
    return [*([None] if None in places else []), *groups]
