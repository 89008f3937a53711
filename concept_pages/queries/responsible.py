"""Who is responsible for a service group: those who release its concepts professionally."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from ..access.grants import current_assignments
from ..access.roles import effective_roles
from ..models import RoleAssignment


def responsible_for(groups: Collection[int]) -> dict[int, list[str]]:
    """Return the names of people and of groups of people by service group; two queries.

    Only roles that somebody holds for this very group count: whoever may release everywhere is an
    administrator, and nobody to call about a service.
    """
    if not groups:
        return {}
    roles = [role.pk for role in effective_roles().values() if "concept.release" in role.rights]
    assignments = current_assignments().filter(role__in=roles, service_group__in=groups)
    found: dict[int, set[str]] = {}
    for assignment in assignments.select_related("user", "group"):
        if name := _name(assignment):
            found.setdefault(assignment.service_group_id or 0, set()).add(name)
    return {group: sorted(names, key=str.casefold) for group, names in found.items()}


def _name(assignment: RoleAssignment) -> str:
    """Return the name of an active person or of a group of people."""
    person = assignment.user
    if person is None:
        return str(assignment.group)
    return (person.get_full_name() or person.get_username()) if person.is_active else ""


MOST_NAMES = 3
"""How many people are named whom somebody may ask."""


def some_names(people: QuerySet[Any]) -> str:
    """Return the names of the first few people; "" where there are none."""
    named = people.order_by("last_name", "first_name", "username")[:MOST_NAMES]
    return ", ".join(person.get_full_name() or person.get_username() for person in named)
