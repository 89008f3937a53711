"""Who may see SecDoc through whose eyes."""

from __future__ import annotations

from typing import Any

from .accounts import may_look_after
from .claims import Claimant
from .delegation import may_administer
from .grants import grants_of

SEE_AS = "user.see_as"


def may_see_as(seer: Any, person: Any) -> bool:
    """Return whether somebody may see SecDoc as another person does.

    Never as a superuser, as herself, or as whom she could not administer: she would see more than
    she may. Whoever cannot sign in sees nothing.
    """
    if seer.pk == person.pk or person.is_superuser or not person.is_active:
        return False
    return may_look_after(seer, person, SEE_AS)


def seems_visible(seer: Any, claimant: Claimant) -> bool:
    """Return the same for a person in a list, as far as her claims there tell; no query more."""
    if seer.pk == claimant.pk or claimant.superuser or not claimant.active:
        return False
    grants = grants_of(seer)
    return grants.may(SEE_AS, None) and may_administer(grants, claimant.grants)
