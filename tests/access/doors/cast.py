"""Who knocks: one person for each shipped role, and the people whom one role does not make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from concept_pages.access.default_roles import DEFAULT_ROLES
from concept_pages.access.rights import RIGHTS
from concept_pages.definition.elements import Confidentiality
from tests.factories.people import UserFactory, assign

OWN, FOREIGN, HOUSE = "own", "foreign", "house"
"""Where something is: in the service group of the person, in another one, or in none at all."""

_ROLES = {role.key: role for role in DEFAULT_ROLES}


def effective_rights(role: str) -> frozenset[str]:
    """Return the rights of a shipped role with those that it inherits."""
    shipped = _ROLES[role]
    inherited = effective_rights(shipped.inherits) if shipped.inherits else frozenset()
    return inherited | frozenset(shipped.rights)


@dataclass(frozen=True)
class Member:
    """One person of the cast; `role` is held in the own service group unless `everywhere`.

    What somebody may do in one service group must not open doors of another: hence `elsewhere`, the
    role that she holds in the foreign one.
    """

    key: str
    title: str
    role: str = ""
    elsewhere: str = ""
    everywhere: bool = False
    through_group: bool = False
    has_ended: bool = False
    is_superuser: bool = False
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def is_powerless(self) -> bool:
        """Whether nothing counts that she holds."""
        return self.is_anonymous or not self.is_active or self.has_ended

    def holds(self, right: str, place: str) -> bool:
        """Return whether she holds a right in a place; what belongs to the house, everywhere."""
        if right not in RIGHTS:
            raise LookupError(f"There is no right {right!r}.")
        if self.is_superuser and self.is_active:
            return True
        role = self.role_at(place)
        if self.is_powerless or not role or right not in effective_rights(role):
            return False
        return self.everywhere or not RIGHTS[right].of_the_house

    def role_at(self, place: str) -> str:
        """Return the role that she holds in a place; "" where she holds none."""
        if self.everywhere:
            return self.role
        return {OWN: self.role, FOREIGN: self.elsewhere}.get(place, "")

    def clearance(self, place: str) -> int:
        """Return the rank up to which she sees the answers of a service group."""
        if self.is_superuser:
            return Confidentiality.STRICTLY_CONFIDENTIAL.rank
        role = self.role_at(place)
        if self.is_powerless or not role:
            return Confidentiality.PUBLIC.rank
        return _ROLES[role].clearance.rank

    @property
    def enters_admin(self) -> bool:
        """Whether some right of hers needs the admin."""
        opening = [right.code for right in RIGHTS.values() if right.opens_admin]
        return any(self.holds(right, place) for right in opening for place in (OWN, FOREIGN))

    def enter(self, groups: Mapping[str, Iterable[Any]]) -> Any:
        """Return her account; None for who has none. Her roles count in the groups of a place."""
        if self.is_anonymous:
            return None
        user = UserFactory(
            username=f"cast-{self.key}", last_name=self.title, is_active=self.is_active
        )
        if self.is_superuser:
            user.is_superuser = True
        if self.role:
            holder: Any = user
            if self.through_group:
                holder = Group.objects.create(name="Team der Besetzung")
                user.groups.add(holder)
            yesterday = timezone.localdate() - timedelta(days=1)
            for place in [None] if self.everywhere else groups[OWN]:
                assign(holder, self.role, place, ends_on=yesterday if self.has_ended else None)
            for place in groups[FOREIGN] if self.elsewhere else ():
                assign(holder, self.elsewhere, place)
        user.save()
        return user


CAST = (
    Member("reader", "Reader", "reader"),
    Member("operator", "Operator", "operator"),
    Member("owner", "Owner", "owner"),
    Member("subadmin", "Sub-admin", "subadmin"),
    Member("subadmin-house", "Sub-admin everywhere", "subadmin", everywhere=True),
    Member("admin", "Admin", "admin", everywhere=True),
    Member("isb", "ISB", "isb", everywhere=True),
    Member("csirt", "CSIRT", "csirt", everywhere=True),
    Member("guest", "Reader, operator of the foreign one", "reader", elsewhere="operator"),
    Member("member", "Member of a group of owners", "owner", through_group=True),
    Member("superuser", "Superuser", is_superuser=True),
    Member("nobody", "Without a role"),
    Member("former", "Former admin", "admin", everywhere=True, has_ended=True),
    Member("deactivated", "Deactivated admin", "admin", everywhere=True, is_active=False),
    Member("anonymous", "Anonymous", is_anonymous=True),
)
"""Everybody who knocks at every door."""
