"""What one person holds: roles × service groups, gathered once and asked many times.

Two queries per person, however many assignments there are; the answer stays on the user object, so
one request asks the database once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import BooleanField, F, IntegerField, Q, QuerySet, Value
from django.utils import timezone
from wagtail.models import Page

from ..definition.elements import Confidentiality
from ..models import RoleAssignment
from .deputies import under_way
from .rights import ADMIN_RIGHTS, RIGHTS
from .roles import EffectiveRole, effective_roles

User = AbstractBaseUser | AnonymousUser

_CACHE = "_secdoc_grants"


@dataclass(frozen=True)
class Place:
    """A service group as rights see it: its primary key and its path in the tree."""

    pk: int
    path: str


@dataclass(frozen=True)
class Scope:
    """Where a right is held: everywhere, or in some service groups."""

    everywhere: bool = False
    places: frozenset[Place] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.places)

    def __and__(self, other: Scope) -> Scope:
        """Return where both hold."""
        if self.everywhere:
            return other
        return self if other.everywhere else Scope(places=self.places & other.places)

    @cached_property
    def groups(self) -> frozenset[int]:
        """The primary keys of the service groups; empty where the right is held everywhere only."""
        return frozenset(place.pk for place in self.places)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of the service groups in the tree."""
        return frozenset(place.path for place in self.places)

    def includes(self, service_group_id: int | None) -> bool:
        """Return whether the right holds for a service group; None is what belongs to no group."""
        return self.everywhere or service_group_id in self.groups

    def includes_page(self, page: Page) -> bool:
        """Return whether the right holds for a page, without a query: the page's path decides."""
        return self.everywhere or any(
            page.path[:length] in self.paths for length in self._path_lengths
        )

    @cached_property
    def _path_lengths(self) -> frozenset[int]:
        return frozenset(len(path) for path in self.paths)


EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True)
class Holding:
    """A role that somebody holds; `place` is None where it is held everywhere.

    `acting_for` is the person (primary key) as whose deputy it is held; None for a role of her own.
    """

    role: EffectiveRole
    place: Place | None
    acting_for: int | None = None

    def gives(self, right: str) -> bool:
        """Return whether a right comes with it; one of the house only if it is held everywhere."""
        counts = self.place is None or not RIGHTS[right].of_the_house
        return counts and right in self.role.rights

    def counts_for(self, service_group_id: int | None) -> bool:
        """Return whether it reaches a service group; None is what belongs to no group."""
        return self.place is None or self.place.pk == service_group_id


@dataclass(frozen=True)
class Grants:
    """Everything a person may do, and where."""

    holdings: tuple[Holding, ...] = ()
    unlimited: bool = False
    known_roles: Mapping[int, EffectiveRole] | None = field(default=None, compare=False, repr=False)
    _scopes: dict[str, Scope] = field(default_factory=dict, compare=False, repr=False)

    def may(self, right: str, service_group_id: int | None) -> bool:
        """Return whether a right is held for a service group.

        None asks about what belongs to no service group: the right must be held everywhere.
        """
        return self.where(right).includes(service_group_id)

    def may_on(self, right: str, page: Page) -> bool:
        """Return whether a right is held for a page, without a query."""
        return self.where(right).includes_page(page)

    def acting_for(self, right: str, page: Page) -> int | None:
        """Return as whose deputy a right is held on a page; None where it is held without one."""
        giving = {
            holding.acting_for
            for holding in self.holdings
            if holding.gives(right)
            and (holding.place is None or page.path.startswith(holding.place.path))
        }
        principals = sorted(person for person in giving if person is not None)
        if self.unlimited or None in giving or not principals:
            return None
        return principals[0]

    @property
    def principals(self) -> frozenset[int]:
        """The people (primary keys) whose deputy somebody is today."""
        return frozenset(h.acting_for for h in self.holdings if h.acting_for is not None)

    def holds_through(self, key: str) -> bool:
        """Return whether a role is held, or one that inherits from it."""
        return any(key in holding.role.line for holding in self.holdings)

    def lenders(self, right: str) -> frozenset[int]:
        """Return as whose deputy a right is held, wherever that is; nobody where also without."""
        giving = {
            holding.acting_for
            for holding in self.holdings
            if right in holding.role.rights and holding.gives(right)
        }
        return frozenset[int]() if None in giving else frozenset(pk for pk in giving if pk)

    @property
    def of_her_own(self) -> Grants:
        """What is held without being anybody's deputy."""
        own = tuple(holding for holding in self.holdings if holding.acting_for is None)
        return Grants(own, self.unlimited, self.known_roles)

    def where(self, right: str) -> Scope:
        """Return where a right is held.

        Raises:
            LookupError: there is no such right, which is a programming error.
        """
        if right not in RIGHTS:
            raise LookupError(f"There is no right {right!r}.")
        if self.unlimited:
            return EVERYWHERE
        if right not in self._scopes:
            self._scopes[right] = self._scope_of(right)
        return self._scopes[right]

    def where_any(self, rights: Iterable[str]) -> Scope:
        """Return where at least one of several rights is held."""
        scopes = [self.where(right) for right in rights]
        return Scope(
            everywhere=any(scope.everywhere for scope in scopes),
            places=frozenset[Place]().union(*(scope.places for scope in scopes)),
        )

    def clearance(self, service_group_id: int | None) -> Confidentiality:
        """Return up to which level answers of a group are shown; public without any role."""
        if self.unlimited:
            return Confidentiality.STRICTLY_CONFIDENTIAL
        levels = (
            holding.role.clearance
            for holding in self.holdings
            if holding.counts_for(service_group_id)
        )
        return max(levels, key=lambda level: level.rank, default=Confidentiality.PUBLIC)

    def clearance_on(self, page: Page) -> Confidentiality:
        """Return up to which level answers of a page are shown, without a query."""
        if self.unlimited:
            return Confidentiality.STRICTLY_CONFIDENTIAL
        levels = (
            holding.role.clearance
            for holding in self.holdings
            if holding.place is None or page.path.startswith(holding.place.path)
        )
        return max(levels, key=lambda level: level.rank, default=Confidentiality.PUBLIC)

    @cached_property
    def opens_admin(self) -> bool:
        """Whether some right needs Wagtail's admin."""
        return any(self.where(right) for right in ADMIN_RIGHTS)

    @cached_property
    def demands_second_factor(self) -> bool:
        """Whether signing in takes a second factor; about superusers a setting decides."""
        if self.unlimited:
            return bool(settings.SUPERUSERS_NEED_SECOND_FACTOR)
        return any(holding.role.second_factor for holding in self.holdings)

    @cached_property
    def roles(self) -> Mapping[int, EffectiveRole]:
        """Every role there is, for screens that speak about other people's roles."""
        return effective_roles() if self.known_roles is None else self.known_roles

    def _scope_of(self, right: str) -> Scope:
        places = {holding.place for holding in self.holdings if holding.gives(right)}
        held = Scope(None in places, frozenset(place for place in places if place is not None))
        needed = RIGHTS[right].needs
        return held & self.where(needed) if needed else held


NO_GRANTS = Grants()


def grants_of(user: User) -> Grants:
    """Return what a person holds today; asked again for the same user object, without a query."""
    if not user.is_active:
        return NO_GRANTS
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, _gather(user))
    return getattr(user, _CACHE)  # type: ignore[no-any-return] # set two lines above


def known_grants(user: Any) -> Grants:
    """Return what a person holds today, as far as it was asked already; without a query."""
    return getattr(user, _CACHE, NO_GRANTS)


def forget_grants(holder: object) -> None:
    """Drop what is remembered on a user object, because an assignment has changed meanwhile.

    A group of people remembers nothing.
    """
    for name in (_CACHE, "_page_permission_cache", "_explorable_root_page_cache"):
        if hasattr(holder, name):
            delattr(holder, name)


def still_holds() -> Q:
    """Return the condition that an assignment holds today; the last day counts."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())


def current_assignments() -> QuerySet[RoleAssignment]:
    """Return the assignments that hold today."""
    return RoleAssignment.objects.filter(still_holds())


def _gather(user: Any) -> Grants:
    if user.is_superuser:
        return Grants(unlimited=True)
    roles = effective_roles()
    return Grants(
        holdings=tuple(
            Holding(roles[role], Place(group, path) if group and path else None, principal or None)
            for role, group, path, principal, administrative in _assignments_of(user)
            if administrative or not roles[role].administrative
        ),
        known_roles=roles,
    )


def _assignments_of(user: Any) -> QuerySet[RoleAssignment, tuple[Any, ...]]:
    """Return (role, service group, its path, principal or 0, administrative ones too?).

    A person's own and her groups', and those of the people whose deputy she is, in one query.
    """
    columns = ("role_id", "service_group_id", "service_group__path", "principal", "administrative")
    assignments = current_assignments()
    own = assignments.annotate(
        principal=Value(0, IntegerField()), administrative=Value(True, BooleanField())
    )
    # Indexed look-ups side by side; an OR would read the whole table.
    return (
        own.filter(user=user)
        .values_list(*columns)
        .union(
            own.filter(group__user=user).values_list(*columns),
            *(
                assignments.filter(under_way(path), **{f"{path}deputy": user})
                .annotate(
                    principal=F(f"{path}person_id"), administrative=F(f"{path}with_administrative")
                )
                .values_list(*columns)
                for path in ("user__deputies_named__", "group__user__deputies_named__")
            ),
        )
    )
