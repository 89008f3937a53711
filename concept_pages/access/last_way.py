"""Whether anybody is left who can give rights back: nobody may lock the whole house out."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum

from django.contrib.auth import get_user_model
from django.db.models import F

from .grants import current_assignments
from .roles import effective_roles

WAY_BACK = frozenset({"role.create", "role.delegate_admin"})
"""Whoever holds these everywhere can restore every right."""


class WayBack(IntEnum):
    """How sure it is that rights can be restored."""

    NONE = 0
    FOR_A_TIME = 1
    LASTING = 2


def way_back(*, without: int = 0) -> WayBack:
    """Return whether an active person can restore every right, and whether that ends some day.

    `without` is an assignment (primary key) that is thought away. Superusers always can. Deputies
    do not count, not even for a time: they hold what a person holds who counts already, on fixed
    days, and any of the two may end it. Four queries at most.
    """
    people = get_user_model()._default_manager.filter(is_active=True)
    if people.filter(is_superuser=True).exists():
        return WayBack.LASTING
    roles = {pk: role for pk, role in effective_roles().items() if role.rights & WAY_BACK}
    held = current_assignments().filter(role__in=roles, service_group__isnull=True)
    held = held.exclude(pk=without)
    own = held.filter(user__is_active=True).annotate(person=F("user_id"))
    of_groups = held.filter(group__user__is_active=True).annotate(person=F("group__user"))
    for_now: defaultdict[int, set[str]] = defaultdict(set)
    lasting: defaultdict[int, set[str]] = defaultdict(set)
    for rows in (own, of_groups):
        for person, role, ends_on in rows.values_list("person", "role_id", "ends_on"):
            for found in (for_now,) if ends_on else (for_now, lasting):
                found[person] |= roles[role].rights & WAY_BACK
    if any(rights == WAY_BACK for rights in lasting.values()):
        return WayBack.LASTING
    return WayBack.FOR_A_TIME if WAY_BACK in for_now.values() else WayBack.NONE
