"""People in lists: whom one sees, and in which state their accounts are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..access.grants import current_assignments, grants_of
from ..access.lock import locked_accounts
from ..access.roles import EffectiveRole
from ..models import AuditEntry, PasswordState, RoleAssignment

RIGHTS_OVER_PEOPLE = ("user.edit", "user.delete")


STATES = {
    "active": _("active"),
    "invited": _("invited"),
    "locked": _("locked"),
    "deactivated": _("deactivated"),
}
"""The states of an account; where several fit, a list shows the last of them."""


def visible_people(by: Any) -> QuerySet[Any]:
    """Return the accounts that somebody sees who administers people.

    Who does so everywhere sees all; who does so for service groups sees those with a role in them,
    those without any role, and herself.
    """
    people: QuerySet[Any] = get_user_model()._default_manager.all()
    scope = grants_of(by).where_any(RIGHTS_OVER_PEOPLE)
    if scope.everywhere:
        return people
    if not scope:
        return people.none()
    every = RoleAssignment.objects.all()
    own = _holds(every.filter(service_group__in=scope.groups))
    without = Q(is_superuser=False) & ~_holds(every)
    return people.filter(own | without | Q(pk=by.pk))


def holder_of_address(address: str, *, but: Any) -> Any:
    """Return somebody else who has an e-mail address, in whatever letters; None if nobody has."""
    others = get_user_model()._default_manager.exclude(pk=but.pk)
    return others.filter(email__iexact=address).first()


def deletion_of(account: str) -> AuditEntry | None:
    """Return the line of the audit log by which an account of this user name was deleted, if any.

    The line names the account; one without a name of a person is called by its user name alone.
    """
    named = Q(detail__account__iexact=account) | Q(about__iexact=account)
    deletions = AuditEntry.objects.filter(event=AuditEntry.Event.PERSON_DELETED)
    return deletions.filter(named | Q(about__iendswith=f" ({account})")).first()


def told_assignments(by: Any) -> Q:
    """Return the condition that an assignment is shown to somebody who looks after people.

    Whoever does so everywhere sees every one; else those for her service groups, administrative
    roles only where she could give them. The same as `is_told`.
    """
    grants = grants_of(by)
    scope = grants.where_any(RIGHTS_OVER_PEOPLE)
    if scope.everywhere:
        return Q()
    gives = grants.where("role.delegate_admin")
    delegated = [pk for pk in scope.groups if gives.includes(pk)]
    administrative = [pk for pk, role in grants.roles.items() if role.administrative]
    ordinary = Q(service_group__in=scope.groups) & ~Q(role__in=administrative)
    return ordinary | Q(service_group__in=delegated, role__in=administrative)


def is_told(by: Any, role: EffectiveRole, service_group_id: int | None) -> bool:
    """Return whether a role in a place is shown to somebody: the same as `told_assignments`."""
    grants = grants_of(by)
    scope = grants.where_any(RIGHTS_OVER_PEOPLE)
    if scope.everywhere:
        return True
    gives = (
        not role.administrative or service_group_id in grants.where("role.delegate_admin").groups
    )
    return service_group_id in scope.groups and gives


def holders_of_role(role: int, by: Any) -> Q:
    """Return the condition that a person holds a role today, as far as somebody is told."""
    return _holds(current_assignments().filter(told_assignments(by), role=role))


def holders_in(service_group: int, by: Any) -> Q:
    """Return the condition that a person holds a role today for a service group, as far as told."""
    return _holds(current_assignments().filter(told_assignments(by), service_group=service_group))


def in_state(state: str) -> Q:
    """Return the condition that an account is in a state."""
    invited = Q(
        password_state__link_for=PasswordState.Purpose.INVITATION,
        password_state__link_used_at__isnull=True,
    )
    locked = Q(pk__in=_locked_keys())
    return {
        "active": Q(is_active=True) & ~invited & ~locked,
        "invited": Q(is_active=True) & invited & ~locked,
        "locked": Q(is_active=True) & locked,
        "deactivated": Q(is_active=False),
    }[state]


def state_of(person: Any, locked: Iterable[str]) -> str:
    """Return the state of an account; `locked` are the accounts that are locked now."""
    if not person.is_active:
        return "deactivated"
    if person.get_username().casefold() in locked:
        return "locked"
    state = getattr(person, "password_state", None)
    return "invited" if state and state.is_invited else "active"


def _holds(assignments: QuerySet[RoleAssignment]) -> Q:
    people = assignments.filter(user__isnull=False).values("user")
    groups = assignments.filter(group__isnull=False).values("group")
    members = get_user_model()._default_manager.filter(groups__in=groups).values("pk")
    return Q(pk__in=people) | Q(pk__in=members)


def _locked_keys() -> list[int]:
    locked = locked_accounts()
    if not locked:
        return []
    names = get_user_model()._default_manager.values_list("pk", "username")
    return [pk for pk, name in names if name.casefold() in locked]
