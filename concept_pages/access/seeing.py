"""Who may see SecDoc through whose eyes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from .accounts import looked_after, may_look_after
from .claims import Claimant

SEE_AS = "user.see_as"


def may_see_as(seer: Any, person: Any) -> bool:
    """Return whether somebody may see SecDoc as another person does.

    Never as a superuser, as herself, or as whom she could not administer: she would see more than
    she may. Whoever cannot sign in sees nothing.
    """
    return person != seer and _has_eyes(person) and may_look_after(seer, person, SEE_AS)


def seen_through(seer: Any, people: Iterable[Any]) -> set[int]:
    """Return through whose eyes (primary keys) of many people somebody may see; constant queries.

    A person is a user, or what `claims` say about one.
    """
    eyes = {person.pk for person in people if _has_eyes(person)} - {seer.pk}
    users = get_user_model()._default_manager.filter(pk__in=eyes)
    return looked_after(seer, list(users), SEE_AS)


def _has_eyes(person: Any) -> bool:
    if isinstance(person, Claimant):
        return person.active and not person.superuser
    return bool(person.is_active and not person.is_superuser)
