"""Who claims which role where, and how that came about: the holdings of many people at once.

The number of queries does not depend on how many people, roles or service groups there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value

from workflows.people import name_of

from ..models import Deputyship, RoleAssignment
from .deputies import not_over, under_way
from .grants import NO_GRANTS, Grants, Holding, Place, still_holds
from .roles import EffectiveRole


@dataclass(frozen=True)
class Claim:
    """A holding with its origin: through which group of people, as whose deputy, and until when."""

    holding: Holding
    through: str = ""
    ends_on: date | None = None
    holds: bool = True
    deputy_of: str = ""
    deputy_until: date | None = None


@dataclass(frozen=True)
class Claimant:
    """A person with all her claims, those included that have ended."""

    pk: int
    username: str
    name: str
    active: bool
    superuser: bool
    claims: tuple[Claim, ...] = ()

    @cached_property
    def grants(self) -> Grants:
        """What the person holds today, as every door asks it."""
        return self.once_active if self.active else NO_GRANTS

    @property
    def once_active(self) -> Grants:
        """What the person holds as soon as her account is active."""
        if self.superuser:
            return Grants(unlimited=True)
        return Grants(holdings=tuple(claim.holding for claim in self.claims if claim.holds))

    @property
    def all_told(self) -> Grants:
        """What the account comes to whoever rules it: active or not, ended assignments included."""
        if self.superuser:
            return Grants(unlimited=True)
        return Grants(holdings=tuple(claim.holding for claim in self.claims))


def handed_on(person: Claimant, *, with_administrative: bool) -> list[Holding]:
    """Return what a deputy holds of what a person holds today; no deputyship hands on another."""
    return [
        claim.holding
        for claim in person.claims
        if claim.holds
        and claim.holding.acting_for is None
        and (with_administrative or not claim.holding.role.administrative)
    ]


def claimant_of(user: Any, roles: Mapping[int, EffectiveRole]) -> Claimant:
    """Return one person with all her claims, wherever they count."""
    (claimant,) = claimants_of([user], roles)
    return claimant


def claimants_of(people: Collection[Any], roles: Mapping[int, EffectiveRole]) -> list[Claimant]:
    """Return some people, in their order, with all their claims, wherever they count."""
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    keys = {user.pk for user in people}
    for pk, claim in _claims(RoleAssignment.objects.all(), roles, people=keys):
        found[pk].append(claim)
    return [_claimant(user, found[user.pk]) for user in people]


def claimants(
    group: int | None, roles: Mapping[int, EffectiveRole], *, anywhere: bool = False
) -> list[Claimant]:
    """Return everybody with a claim for a service group or everywhere, and all superusers.

    Claims for other groups are left out, unless they are asked for.
    """
    reach = Q() if anywhere else Q(service_group__isnull=True) | Q(service_group=group)
    assignments = RoleAssignment.objects.filter(reach)
    people = get_user_model()._default_manager
    holders = people.filter(
        Q(is_superuser=True)
        | Q(pk__in=assignments.filter(user__isnull=False).values("user"))
        | Q(groups__in=assignments.filter(group__isnull=False).values("group"))
    )
    deputies = Deputyship.objects.filter(not_over(), person__in=holders.values("pk"))
    holders = people.filter(Q(pk__in=holders.values("pk")) | Q(pk__in=deputies.values("deputy")))
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    for pk, claim in _claims(assignments, roles):
        found[pk].append(claim)
    ordered = holders.distinct().order_by("last_name", "first_name", "username")
    return [_claimant(user, found[user.pk]) for user in ordered]


def around(
    person: Claimant,
    group: int | None,
    roles: Mapping[int, EffectiveRole],
    *,
    anywhere: bool = False,
) -> list[Claimant]:
    """Return the `claimants` among whom somebody may help a person who is refused something.

    A deactivated account is activated by whoever rules it, wherever its roles are.
    """
    if not person.active:
        return claimants(None, roles, anywhere=True)
    return claimants(group, roles, anywhere=anywhere)


def _claimant(user: Any, claims: list[Claim]) -> Claimant:
    return Claimant(
        pk=user.pk,
        username=user.get_username(),
        name=name_of(user),
        active=user.is_active,
        superuser=user.is_superuser,
        claims=tuple(claims),
    )


def _claims(
    assignments: QuerySet[RoleAssignment],
    roles: Mapping[int, EffectiveRole],
    *,
    people: Collection[int] | None = None,
) -> Iterator[tuple[int, Claim]]:
    """Yield (person, claim), of everybody or of some: first their own, then those of groups."""
    own = assignments.filter(user__isnull=False).annotate(person=F("user_id"), through=Value(""))
    of_groups = assignments.filter(group__isnull=False, group__user__isnull=False).annotate(
        person=F("group__user"), through=F("group__name")
    )
    holds = ExpressionWrapper(still_holds(), output_field=BooleanField())
    columns = ("role_id", "service_group_id", "service_group__path", "ends_on")
    for everybody in (own, of_groups):
        rows = everybody if people is None else everybody.filter(person__in=people)
        ordered = rows.annotate(holds=holds).order_by("role__name_de", "service_group__path", "pk")
        for pk, through, still, role, group, path, ends_on in ordered.values_list(
            "person", "through", "holds", *columns
        ):
            place = Place(group, path) if group and path else None
            yield pk, Claim(Holding(roles[role], place), through, ends_on, bool(still))
    yield from _claims_of_deputies(assignments, roles, people=people)


def _claims_of_deputies(
    assignments: QuerySet[RoleAssignment],
    roles: Mapping[int, EffectiveRole],
    *,
    people: Collection[int] | None,
) -> Iterator[tuple[int, Claim]]:
    """Yield (deputy, claim) for deputyships that are not over; a future one does not hold yet."""
    names: dict[int, str] = {}
    for path, through in (
        ("user__deputies_named__", Value("")),
        ("group__user__deputies_named__", F("group__name")),
    ):
        of_whom = {} if people is None else {f"{path}deputy__in": people}
        rows = assignments.filter(not_over(path), **of_whom).annotate(
            deputy=F(f"{path}deputy_id"),
            principal=F(f"{path}person_id"),
            administrative=F(f"{path}with_administrative"),
            until=F(f"{path}ends_on"),
            through=through,
            holds=ExpressionWrapper(still_holds() & under_way(path), output_field=BooleanField()),
        )
        found = list(
            rows.order_by("role__name_de", "service_group__path", "pk").values_list(
                "deputy", "principal", "administrative", "until", "through", "holds",
                "role_id", "service_group_id", "service_group__path", "ends_on",
            )
        )  # fmt: skip
        missing = {row[1] for row in found} - names.keys()
        principals = get_user_model()._default_manager.filter(pk__in=missing) if missing else ()
        names |= {principal.pk: name_of(principal) for principal in principals}
        for pk, principal, administrative, until, group_name, still, role, group, at, ends in found:
            if roles[role].administrative and not administrative:
                continue
            holding = Holding(roles[role], Place(group, at) if group and at else None, principal)
            yield pk, Claim(holding, group_name, ends, bool(still), names[principal], until)
