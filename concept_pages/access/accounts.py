"""Who may look after whose account: change it, invite it, deactivate it, delete it.

Whoever rules an account can act with it. So the rule looks at all that the account could ever do:
roles of its own and of its groups, also while it is deactivated and after an assignment has ended
(it can be renewed), and what Django's own permissions give past the roles.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Permission

from .claims import claimants_among
from .delegation import may_administer
from .grants import grants_of


def may_look_after(by: Any, person: Any, right: str = "user.edit") -> bool:
    """Return whether somebody may use `user.edit` or `user.delete` on another person's account.

    Nobody deletes her own account; whoever may change accounts may change her own.
    """
    return person.pk in looked_after(by, [person.pk], right)


def looked_after(by: Any, people: Collection[int], right: str) -> set[int]:
    """Return for which of many accounts (primary keys) `may_look_after` says yes.

    The number of queries does not depend on how many they are.
    """
    grants = grants_of(by)
    if not grants.where(right):
        return set()
    others = [pk for pk in people if pk != by.pk]
    found = {
        claimant.pk
        for claimant in claimants_among(others, grants.roles)
        if may_administer(grants, claimant.all_told, right)
    }
    if by.pk in people and right == "user.edit":
        found.add(by.pk)
    return found - _hold_more(by, found)


def _hold_more(by: Any, people: Collection[int]) -> set[int]:
    """Return to whom of these people Django's permissions give something that `by` lacks."""
    if by.is_superuser:
        return set()
    found = set()
    for path in ("user", "group__user"):
        held = Permission.objects.filter(**{f"{path}__in": people})
        names = held.values_list(path, "content_type__app_label", "codename").order_by()
        found |= {pk for pk, app, codename in names if not by.has_perm(f"{app}.{codename}")}
    return found - {by.pk}
