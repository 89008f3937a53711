"""A door: how to knock, what opens it in which place and state, and what it does when it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .cast import FOREIGN, HOUSE, OWN, Member
from .rules import NOBODY, Rule

DRAFT, WITH_OWNER, WITH_ISB, BACK = "draft", "at the owner", "at the ISB", "sent back"
RELEASED, NEXT, NEXT_REVIEW = "released", "new version", "new version at the owner"
RETIRED = "retired"

CONCEPT_STATES = (DRAFT, WITH_OWNER, WITH_ISB, BACK, RELEASED, NEXT, NEXT_REVIEW, RETIRED)
IN_DRAFT, IN_REVIEW = (DRAFT, BACK, NEXT), (WITH_OWNER, WITH_ISB, NEXT_REVIEW)
IN_FORCE = (RELEASED, NEXT, NEXT_REVIEW)
TEMPLATE_STATES = (DRAFT, "in review", RELEASED, NEXT)

PLACES = (OWN, FOREIGN)

FEW_PEOPLE = ("reader", "owner", "admin", "isb", "superuser", "nobody", "anonymous")


@dataclass(frozen=True)
class Kind:
    """What a door is about: where there are such things, and in which states."""

    name: str
    places: tuple[str, ...] = PLACES
    states: tuple[str, ...] = ("",)


CONCEPT = Kind("concept", states=CONCEPT_STATES)
GROUP = Kind("service group", states=("with concepts", "empty"))
SERVICE = Kind("service", states=("with a concept", "without a concept"))
ASSIGNMENT = Kind("assignment", states=("ordinary role", "administrative role"))
PLAIN, OWNER = "without a role", "owner of an own group"
FOREIGN_OWNER, ROOT = "owner of a foreign group", "superuser"
PERSON = Kind("person", (HOUSE,), (PLAIN, OWNER, FOREIGN_OWNER, ROOT))
TEMPLATE = Kind("template", (HOUSE,), TEMPLATE_STATES)
DIRECTORY_GROUP = Kind("directory group", states=ASSIGNMENT.states)
ROLE = Kind("role", (HOUSE,), ("held by somebody", "free"))
ANYTHING = Kind("house", (HOUSE,))


@dataclass
class Thing:
    """One thing of the scene behind a door; `more` is what doors need to knock at it."""

    place: str
    state: str
    it: Any
    title: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """The primary key of the thing."""
        return int(self.it.pk)


def by_key(thing: Thing) -> tuple[Any, ...]:
    """Return what most addresses need: the primary key, where there is a thing at all."""
    return () if thing.it is None else (thing.pk,)


@dataclass(frozen=True)
class Door:
    """One address, asked in one way.

    `opens` is the rule, or the rule by state; states that it does not name are closed to all.
    An open door answers 200 (and `shows` the text), or `leads` somewhere; a post `writes` into a
    table. A closed door answers with a refusal and writes nothing; one that `turns` people away
    leads them without a word to a place that is theirs. Where an open door is `silent`, whoever is
    led on with a word was refused. Whoever knocks, a door writes `never` into
    that table. At a door where it does not matter `of_roles` what somebody may do, but only whether
    she gets into the admin or is a superuser, a few people knock.
    """

    area: str
    name: str
    url: str
    opens: Rule | Mapping[str, Rule]
    on: Kind = ANYTHING
    args: Callable[[Thing], tuple[Any, ...]] = by_key
    method: str = "get"
    data: Callable[[Thing], dict[str, Any]] = lambda _thing: {}
    states: tuple[str, ...] = ()
    writes: str = ""
    shows: Callable[[Thing], str] | None = None
    leads: str = ""
    turns: str = ""
    silent: bool = False
    never: str = ""
    query: Callable[[Thing], dict[str, Any]] = lambda _thing: {}
    enters: Rule | None = None
    four_eyes: bool = False
    json: bool = False
    of_roles: bool = True

    def rule(self, state: str) -> Rule:
        """Return what opens the door in a state."""
        if isinstance(self.opens, Rule):
            return self.opens
        return self.opens.get(state, NOBODY)

    def is_open(self, who: Member, place: str, state: str) -> bool:
        """Return whether the door has to open."""
        entered = self.enters is None or self.enters.allows(who, place)
        return entered and self.rule(state).allows(who, place)

    @property
    def asked_states(self) -> tuple[str, ...]:
        """The states in which somebody knocks."""
        return self.states or self.on.states

    def cells(self, who: Member) -> list[tuple[str, str]]:
        """Return every (place, state) in which a person knocks.

        What could not answer in another way is asked once: somebody without any right knocks once;
        for a foreign thing one state stands for those with the same rule; whoever holds her role
        everywhere knocks in each state, in turn at her own and at a foreign thing.
        """
        if not self.of_roles and who.key not in FEW_PEOPLE:
            return []
        first = [states[0] for states in self.alike(who)]
        if who.is_powerless or not (who.role or who.is_superuser):
            return [(self.on.places[0], self.asked_states[0])]
        if self.on.places != PLACES:
            return [(place, state) for place in self.on.places for state in self.asked_states]
        if who.through_group or who.elsewhere:
            return [(place, state) for place in PLACES for state in first]
        if who.everywhere or who.is_superuser:
            return [(PLACES[at % 2], state) for at, state in enumerate(self.asked_states)]
        return [*((OWN, state) for state in self.asked_states), *((FOREIGN, s) for s in first)]

    def alike(self, who: Member) -> list[list[str]]:
        """Return the states in groups in which the rule, and so the answer, is the same."""
        groups: dict[tuple[object, ...], list[str]] = {}
        for state in self.asked_states:
            opens = [self.is_open(who, place, state) for place in self.on.places]
            groups.setdefault((self.rule(state).said, *opens), []).append(state)
        return list(groups.values())
