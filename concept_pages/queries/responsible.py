"""Who is responsible for a service group: those who release its concepts professionally."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..access.deputies import current_deputyships
from ..access.grants import current_assignments
from ..access.roles import effective_roles
from ..models import Deputyship, RoleAssignment


def responsible_for(groups: Collection[int]) -> dict[int, list[str]]:
    """Return the names of people, with their deputies, and of groups of people; three queries.

    Only roles that somebody holds for this very group count: whoever may release everywhere is an
    administrator, and nobody to call about a service.
    """
    if not groups:
        return {}
    roles = effective_roles().values()
    giving = [role.pk for role in roles if "concept.release" in role.rights]
    administrative = {role.pk for role in roles if role.administrative}
    assignments = list(
        current_assignments()
        .filter(role__in=giving, service_group__in=groups)
        .select_related("user", "group")
    )
    deputies = _deputies_of({one.user_id for one in assignments if one.user_id})
    found: dict[int, set[str]] = {}
    for one in assignments:
        acting = [
            _short_name(deputyship.deputy)
            for deputyship in deputies.get(one.user_id or 0, ())
            if deputyship.with_administrative or one.role_id not in administrative
        ]
        if name := _name(one, acting):
            found.setdefault(one.service_group_id or 0, set()).add(name)
    return {group: sorted(names, key=str.casefold) for group, names in found.items()}


def _deputies_of(people: set[int]) -> dict[int, list[Deputyship]]:
    """Return the deputyships of people that hold today, by person."""
    rows = current_deputyships().filter(person__in=people, deputy__is_active=True)
    found: dict[int, list[Deputyship]] = {}
    for row in rows.select_related("deputy").order_by("deputy__last_name", "pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _name(assignment: RoleAssignment, deputies: list[str]) -> str:
    """Return the name of an active person, with her deputies, or of a group of people."""
    person = assignment.user
    if person is None:
        return str(assignment.group)
    if not person.is_active:
        return ""
    if not deputies:
        return _short_name(person)
    words = {"person": _short_name(person), "deputies": ", ".join(dict.fromkeys(deputies))}
    return _("%(person)s (deputy: %(deputies)s)") % words


def _short_name(person: Any) -> str:
    return str(person.get_full_name() or person.get_username())


MOST_NAMES = 3
"""How many people are named whom somebody may ask."""


def some_names(people: QuerySet[Any]) -> str:
    """Return the names of the first few people; "" where there are none."""
    named = people.order_by("last_name", "first_name", "username")[:MOST_NAMES]
    return ", ".join(map(_short_name, named))
