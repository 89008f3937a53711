"""Who acts, and how records name people, so that they read the same when an account is gone."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.utils.functional import lazy
from django.utils.translation import gettext

User: TypeAlias = Any
"""A person with an account. Which model that is says `settings.AUTH_USER_MODEL`."""


def looks_on(user: User | None) -> bool:
    """Return whether somebody else sees through the eyes of the user, who does nothing herself."""
    return getattr(user, "seer", None) is not None


def said_to_act(name: str, for_name: str) -> str:
    """Return how a record names somebody who acted, and as whose deputy she did."""
    if not for_name:
        return name
    return gettext("%(name)s, deputy of %(person)s") % {"name": name, "person": for_name}


said_to_act_lazily = lazy(said_to_act, str)
"""The same in the language that is in force once it is read: a mail has that of its reader."""


def in_whose_name(done: str, for_name: str) -> str:
    """Return what somebody did just now, and as whose deputy, for herself to read."""
    if not for_name:
        return done
    acted = gettext("You acted as deputy of %(person)s.") % {"person": for_name}
    return f"{done} {acted}"


def name_of(user: User | None) -> str:
    """Return full name and account, the account alone, or a word for the system itself."""
    if user is None:
        return gettext("System")
    full_name = user.get_full_name() if hasattr(user, "get_full_name") else ""
    account = user.get_username()
    return f"{full_name} ({account})" if full_name else str(account)
