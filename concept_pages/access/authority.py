"""The answers that `workflows` asks for: may she, who may, and on which pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from wagtail.models import Page

from ..models import RoleAssignment
from .branches import lines_to, pages_in
from .claims import claimants
from .deputies import current_deputyships, partners_of
from .grants import Scope, User, current_assignments, grants_of
from .rights import RIGHTS
from .roles import EffectiveRole, effective_roles


class RoleAuthority:
    """Roles × service groups as `workflows.rights.Authority`."""

    def may(self, user: User, right: str, page: Page) -> bool:
        """Return whether the user holds a right on the page; superusers hold every right."""
        return grants_of(user).may_on(right, page)

    def who_may(self, right: str, page: Page) -> QuerySet[Any]:
        """Return the active users who hold a right on the page, superusers included."""
        return holders([right], page)

    def acting_for(self, user: User, right: str, page: Page) -> Any | None:
        """Return the person as whose deputy the user holds a right on the page, or None."""
        principal = grants_of(user).acting_for(right, page)
        return get_user_model()._default_manager.filter(pk=principal).first() if principal else None

    def partners(self, user: int) -> dict[int, date]:
        """Return who counts or counted as one with a user because of a deputyship, and how long."""
        return partners_of(user)

    def principals(self, user: AbstractBaseUser) -> frozenset[int]:
        """Return the people as whose deputy the user acts today."""
        return grants_of(user).principals

    def waiting_for(self, user: AbstractBaseUser, right: str) -> QuerySet[Any]:
        """Return the pages on which the user holds a right."""
        return pages_in(grants_of(user).where(right))

    def keepers(self, rights: Iterable[str], page: Page) -> QuerySet[Any]:
        """Return the active users with a role of the page's service group that is made for it.

        Whoever only inherits the rights, as a sub-administrator does from an owner, stands above.
        """
        wanted = set(rights)
        roles = list(effective_roles().values())
        giving = [role.pk for role in roles if wanted & role.own_rights]
        here = Q(role__in=giving, service_group__path__in=lines_to([page.path]))
        return _active_people().filter(_who_have(here, roles))

    def kept_by(self, user: AbstractBaseUser, rights: Iterable[str]) -> QuerySet[Any]:
        """Return the pages of which a user is one of the `keepers`."""
        wanted = set(rights)
        kept = {one.place for one in grants_of(user).holdings if wanted & one.role.own_rights}
        return pages_in(Scope(places=frozenset(place for place in kept if place)))

    def superiors_of(self, right: str, page: Page) -> QuerySet[Any]:
        """Return the active users with a role that inherits the right for the page's service group.

        Where nobody has one for just this place, those who hold one everywhere stand above.
        """
        roles = list(effective_roles().values())
        heirs = [role.pk for role in roles if right in role.rights - role.own_rights]
        held = _gives(right, page, heirs)
        here = _who_have(held & Q(service_group__isnull=False), roles)
        found = _active_people().filter(here)
        return found if found.exists() else _active_people().filter(_who_have(held, roles))


def holders(
    rights: Iterable[str], page: Page | None, *, include_superusers: bool = True
) -> QuerySet[Any]:
    """Return the active users who hold one of several rights on a page; None asks for anywhere."""
    roles = effective_roles()
    alone, found = Q(pk__in=[]), Q(is_superuser=True) if include_superusers else Q(pk__in=[])
    for right in rights:
        if not RIGHTS[right].needs:
            alone |= _gives(right, page, _giving(right, roles))
        elif page is None:
            # Some one place must give both, which is more than a condition on people can say.
            people = (c for c in claimants(None, roles, anywhere=True) if not c.superuser)
            found |= Q(pk__in=[one.pk for one in people if one.grants.where(right)])
        else:
            both = [_gives(one, page, _giving(one, roles)) for one in (right, RIGHTS[right].needs)]
            found |= _who_have(both[0], roles.values()) & _who_have(both[1], roles.values())
    return _active_people().filter(found | _who_have(alone, roles.values()))


def _giving(right: str, roles: Mapping[int, EffectiveRole]) -> list[int]:
    """Return the roles (primary keys) that give a right, of their own or by inheritance."""
    return [role.pk for role in roles.values() if right in role.rights]


def _active_people() -> QuerySet[Any]:
    people: QuerySet[Any] = get_user_model()._default_manager.filter(is_active=True)
    return people


def _who_have(held: Q, roles: Iterable[EffectiveRole]) -> Q:
    """Return the condition on people that they have an assignment which meets a condition.

    `roles` are all there are: deputies have administrative ones only where they were handed on.
    """
    assignments = current_assignments().filter(held)
    people = assignments.filter(user__isnull=False).values("user")
    groups = assignments.filter(group__isnull=False).values("group")
    members = get_user_model()._default_manager.filter(groups__in=groups).values("pk")
    deputies = deputies_of(assignments, roles)
    return Q(pk__in=people) | Q(pk__in=members) | Q(pk__in=deputies)


def deputies_of(
    assignments: QuerySet[RoleAssignment], roles: Iterable[EffectiveRole]
) -> QuerySet[Any, Any]:
    """Return the deputies (primary keys) of whoever holds one of these assignments."""
    administrative = [role.pk for role in roles if role.administrative]
    handed_on = Q(pk__in=[])
    for condition, held in (
        (Q(with_administrative=True), assignments),
        (Q(with_administrative=False), assignments.exclude(role__in=administrative)),
    ):
        people = held.filter(user__isnull=False).values("user")
        groups = held.filter(group__isnull=False).values("group")
        members = get_user_model()._default_manager.filter(groups__in=groups).values("pk")
        handed_on |= condition & (Q(person__in=people) | Q(person__in=members))
    return current_deputyships().filter(handed_on).values("deputy")


def _gives(right: str, page: Page | None, roles: list[int]) -> Q:
    """Return the condition that an assignment of one of the roles gives the right on the page."""
    everywhere = Q(service_group__isnull=True)
    if RIGHTS[right].of_the_house:
        return Q(role__in=roles) & everywhere
    if page is None:
        return Q(role__in=roles)
    here = Q(service_group__path__in=lines_to([page.path]))
    return Q(role__in=roles) & (everywhere | here)
