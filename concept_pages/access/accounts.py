"""Who may look after whose account: change it, invite it, deactivate it, delete it.

Whoever rules an account can act with it. So the rule looks at all that the account could ever do:
roles of its own and of its groups, also while it is deactivated and after an assignment has ended
(it can be renewed), and what Django's own permissions give past the roles.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import F

from .claims import Claimant, claimant_of, claimants, claimants_of
from .delegation import may_administer
from .grants import grants_of
from .roles import effective_roles


def may_look_after(by: Any, person: Any, right: str = "user.edit") -> bool:
    """Return whether somebody may use `user.edit` or `user.delete` on another person's account.

    Nobody deletes her own account; whoever may change accounts may change her own.
    """
    return person.pk in looked_after(by, [person], right)


def looked_after(by: Any, people: Collection[Any], right: str = "user.edit") -> set[int]:
    """Return which of some people (primary keys) somebody may look after.

    The number of queries does not depend on how many they are.
    """
    grants = grants_of(by)
    if not grants.where(right):
        return set()
    ruled = {
        claimant.pk
        for claimant in claimants_of([person for person in people if person != by], grants.roles)
        if may_administer(grants, claimant.all_told, right)
    }
    own = {person.pk for person in people if person == by and right == "user.edit"}
    return own | (ruled - _who_hold_more(ruled, by))


def who_look_after(person: Any) -> list[Claimant]:
    """Return the others who may change an account; superusers only where nobody else may.

    Django's permissions past the roles do not count here: who is named is only asked for help.
    """
    roles = effective_roles()
    ruled = claimant_of(person, roles).all_told
    everybody = claimants(None, roles, anywhere=True)
    able = [one for one in everybody if one.pk != person.pk and may_administer(one.grants, ruled)]
    return [one for one in able if not one.superuser] or able


def _who_hold_more(people: Collection[int], by: Any) -> set[int]:
    """Return whose accounts have one of Django's permissions that somebody lacks."""
    if by.is_superuser or not people:
        return set()
    columns = ("app_label", "codename")
    held = Permission.objects.order_by().annotate(app_label=F("content_type__app_label"))
    rows = (
        held.filter(user__in=people)
        .values_list("user", *columns)
        .union(held.filter(group__user__in=people).values_list("group__user", *columns))
    )
    return {person for person, app, name in rows if not by.has_perm(f"{app}.{name}")}
