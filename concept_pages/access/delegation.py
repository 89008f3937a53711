"""Who may give which role to others, and where."""

from __future__ import annotations

from .grants import Grants, Scope
from .roles import EffectiveRole


def where_to_give(grants: Grants, role: EffectiveRole) -> Scope:
    """Return where somebody may give a role: where she may both delegate it and assign services.

    A role that is administrative, or inherits from one that is, needs the stronger right.
    """
    delegate = grants.where("role.delegate_admin" if role.administrative else "role.delegate")
    assign = grants.where("service.assign")
    if delegate.everywhere:
        return assign
    if assign.everywhere:
        return delegate
    return Scope(places=delegate.places & assign.places)


def may_give(grants: Grants, role: EffectiveRole, service_group_id: int | None) -> bool:
    """Return whether somebody may give a role for a service group; None is everywhere."""
    return where_to_give(grants, role).includes(service_group_id)


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
