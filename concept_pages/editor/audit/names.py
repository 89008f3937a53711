"""Knows what the roles and service groups are called of which the audit log keeps the keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...models import Role, ServiceGroupPage


@dataclass(frozen=True)
class Names:
    """The names in the active language, each under its key; what is gone is said by its key."""

    roles: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def known_names() -> Names:
    """Return the names of all roles and service groups there are; two queries."""
    return Names(
        roles={role.key: str(role) for role in Role.objects.all()},
        places={group.key: group.display_title() for group in ServiceGroupPage.objects.all()},
    )
