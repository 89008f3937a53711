"""What opens a door, as a small expression that can be asked and printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .cast import FOREIGN, HOUSE, OWN, Member


@dataclass(frozen=True)
class Rule:
    """Whether a person opens a door in a place, and how the page of the table says that."""

    said: str
    allows: Callable[[Member, str], bool]

    def __and__(self, other: Rule) -> Rule:
        return Rule(
            f"{self.said} and {other.said}",
            lambda who, place: self.allows(who, place) and other.allows(who, place),
        )

    def __or__(self, other: Rule) -> Rule:
        return Rule(
            f"{self.said}, or {other.said}",
            lambda who, place: self.allows(who, place) or other.allows(who, place),
        )


def here(*rights: str) -> Rule:
    """Return the rule that one of the rights is held where the thing is."""
    return Rule(_listed(rights), lambda who, place: any(who.holds(r, place) for r in rights))


def at(place: str, *rights: str) -> Rule:
    """Return the rule that one of the rights is held in a place, wherever the thing is."""
    said = f"{_listed(rights)} for the {place} service group"
    return Rule(said, lambda who, _place: any(who.holds(r, place) for r in rights))


def everywhere(*rights: str) -> Rule:
    """Return the rule that one of the rights is held everywhere."""
    said = f"{_listed(rights)} everywhere"
    return Rule(said, lambda who, _place: any(who.holds(r, HOUSE) for r in rights))


def somewhere(*rights: str) -> Rule:
    """Return the rule that one of the rights is held for any service group."""
    said = f"{_listed(rights)} somewhere"
    return Rule(
        said, lambda who, _place: any(who.holds(r, p) for r in rights for p in (OWN, FOREIGN))
    )


def cleared(rank: int, said: str) -> Rule:
    """Return the rule that the clearance reaches a level."""
    return Rule(f"clearance {said}", lambda who, place: who.clearance(place) >= rank)


def _listed(rights: tuple[str, ...]) -> str:
    return " / ".join(f"`{right}`" for right in rights)


NOBODY = Rule("nobody", lambda _who, _place: False)
ANYBODY = Rule("anybody", lambda _who, _place: True)
SIGNED_IN = Rule("an account", lambda who, _place: who.is_active and not who.is_anonymous)
ADMIN = Rule("a right that opens the admin", lambda who, _place: who.enters_admin)
SUPERUSER = Rule("superusers", lambda who, _place: who.is_superuser)
