"""Who may look after whose account: change it, invite it, deactivate it, delete it.

Whoever rules an account can act with it. So the rule looks at all that the account could ever do:
roles of its own and of its groups, also while it is deactivated and after an assignment has ended
(it can be renewed), and what Django's own permissions give past the roles.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from .claims import claimant_of
from .delegation import may_administer
from .grants import grants_of


def may_look_after(by: Any, person: Any, right: str = "user.edit") -> bool:
    """Return whether somebody may use `user.edit` or `user.delete` on another person's account.

    Nobody deletes her own account; whoever may change accounts may change her own.
    """
    if by == person:
        return right == "user.edit" and bool(grants_of(by).where(right))
    grants = grants_of(by)
    claimant = claimant_of(person, grants.roles)
    return may_administer(grants, claimant.all_told, right) and _holds_what_she_holds(by, person)


def _holds_what_she_holds(by: Any, person: Any) -> bool:
    """Return whether Django's permissions of an account give nothing that the other lacks."""
    if by.is_superuser:
        return True
    held = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    names = held.values_list("content_type__app_label", "codename").order_by().distinct()
    return all(by.has_perm(f"{app}.{codename}") for app, codename in names)
