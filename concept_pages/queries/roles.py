"""Who holds a role, itself or through an heir, and how many people that comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from ..access.delegation import visible_assignments
from ..access.grants import Grants, current_assignments
from ..access.roles import EffectiveRole
from ..models import Role, RoleAssignment


def heirs_of(role: Role, roles: Mapping[int, EffectiveRole]) -> list[int]:
    """Return the primary keys of all roles that inherit from a role, directly or not."""
    return [other.pk for other in roles.values() if role.key in other.line[1:]]


def holders_of_role(roles: Iterable[int], seer: Grants) -> QuerySet[RoleAssignment]:
    """Return who holds one of these roles today, as far as somebody may see it.

    Whoever changes roles sees all: she has to know whom she touches.
    """
    held = current_assignments().filter(role__in=list(roles))
    seen = held if seer.may("role.create", None) else held.filter(visible_assignments(seer))
    return seen.select_related("user", "group", "role", "service_group").order_by(
        "role__name_de", "user__last_name", "user__username", "group__name", "service_group__title"
    )


def people_touched(role: Role, roles: Mapping[int, EffectiveRole]) -> QuerySet[Any]:
    """Return the active people whose rights change with a role: its holders and its heirs'."""
    held = current_assignments().filter(role__in=[role.pk, *heirs_of(role, roles)])
    return (
        get_user_model()
        ._default_manager.filter(is_active=True)
        .filter(
            Q(pk__in=held.filter(user__isnull=False).values("user"))
            | Q(groups__in=held.filter(group__isnull=False).values("group"))
        )
        .distinct()
    )
