"""Who may give which role to others, and where."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from .grants import Grants, Scope, grants_of
from .roles import EffectiveRole


def right_to_delegate(role: EffectiveRole) -> str:
    """Return the right that giving a role needs."""
    return "role.delegate_admin" if role.administrative else "role.delegate"


def where_to_delegate(grants: Grants, role: EffectiveRole) -> Scope:
    """Return where somebody administers who holds a role, and so sees it."""
    return grants.where(right_to_delegate(role))


def visible_assignments(grants: Grants) -> Q:
    """Return the condition that an assignment is of a role, and in a place, that she administers.

    Ordinary roles are one half and administrative ones the other, so it stays flat.
    """
    seen = Q(pk__in=[])
    for administrative in (False, True):
        roles = [role for role in grants.roles.values() if role.administrative is administrative]
        if not roles:
            continue
        scope = where_to_delegate(grants, roles[0])
        here = Q() if scope.everywhere else Q(service_group__in=scope.groups)
        seen |= Q(role__in=[role.pk for role in roles]) & here
    return seen


def sees_assignment(grants: Grants, role: EffectiveRole, service_group_id: int | None) -> bool:
    """Return whether somebody sees one assignment: the same as `visible_assignments`."""
    return where_to_delegate(grants, role).includes(service_group_id)


def where_to_give(grants: Grants, role: EffectiveRole) -> Scope:
    """Return where somebody may give a role: where she may both delegate it and assign services.

    A role that is administrative, by its mark, its rights or by inheritance, needs the stronger
    right.
    """
    return where_to_delegate(grants, role) & grants.where("service.assign")


def may_give(grants: Grants, role: EffectiveRole, service_group_id: int | None) -> bool:
    """Return whether somebody may give a role for a service group; None is everywhere."""
    return where_to_give(grants, role).includes(service_group_id)


def herself_as_deputy(by: Any) -> frozenset[Any]:
    """Return a deputy and the groups of people that she is in; nobody for whoever is no deputy.

    What she may give as a deputy only she gives to none of them: it would outlive the deputyship.
    """
    return frozenset({by, *by.groups.all()}) if grants_of(by).principals else frozenset()


def may_administer(grants: Grants, other: Grants, right: str = "user.edit") -> bool:
    """Return whether somebody may use a right over people on an account that comes to `other`.

    Whoever changes an account can sign in with it, so she must hold the right wherever the account
    holds a role, and be allowed to give each of these roles. An account without any role takes the
    right anywhere. Superusers are changed by superusers only.
    """
    if other.unlimited:
        return grants.unlimited
    looks_after = grants.where(right)
    return bool(looks_after) and all(
        looks_after.includes(place) and may_give(grants, role, place)
        for role, place in (
            (holding.role, holding.place.pk if holding.place else None)
            for holding in other.holdings
        )
    )
