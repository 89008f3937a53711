"""Why she may, or why not: decided over the very holdings that grants are made of; no queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..definition.elements import Confidentiality
from .claims import Claim, Claimant
from .delegation import may_administer, may_give, where_to_give
from .grants import Grants, Holding, Scope
from .rights import RIGHTS, Right
from .roles import EffectiveRole

SHOWN_RIGHTS = (
    "concept.read",
    "concept.edit",
    "concept.release",
    "concept.review",
    "concept.export",
)
"""What the page "Who has access?" says about each person."""


@dataclass(frozen=True)
class Question:
    """May somebody use a right for one service group, or everywhere, or anywhere at all?"""

    right: Right
    group: int | None = None
    anywhere: bool = False

    def is_met_by(self, holding: Holding) -> bool:
        """Return whether one holding is enough to say yes."""
        return holding.gives(self.right.code) and (self.anywhere or holding.counts_for(self.group))

    @property
    def needed(self) -> Question | None:
        """The same about the right that this one needs, if it needs one."""
        return replace(self, right=RIGHTS[self.right.needs]) if self.right.needs else None


@dataclass(frozen=True)
class Explanation:
    """A decision with all that led to it; for a refusal, what came close to an allowance.

    `needed` is the decision about the right that this one needs.
    """

    question: Question
    claimant: Claimant
    giving: tuple[Claim, ...]
    elsewhere: tuple[Claim, ...]
    ended: tuple[Claim, ...]
    needed: Explanation | None = None

    @property
    def allowed(self) -> bool:
        """Whether the person may."""
        enough = bool(self.giving) and (self.needed is None or bool(self.needed.giving))
        return self.claimant.active and (self.claimant.superuser or enough)

    def within(self, scope: Scope) -> Explanation:
        """Return the same without claims for service groups that the asker does not rule."""
        seen = [c for c in self.elsewhere if c.holding.place and scope.includes(c.holding.place.pk)]
        needed = self.needed.within(scope) if self.needed else None
        return replace(self, elsewhere=tuple(seen), needed=needed)


def ask(right: str, group: int | None = None, *, anywhere: bool = False) -> Question:
    """Return the question; a right of the house is held for the whole house or not at all.

    Raises:
        LookupError: there is no such right.
    """
    found = RIGHTS[right]
    if found.of_the_house:
        return Question(found)
    return Question(found, group, anywhere)


def explain(claimant: Claimant, question: Question) -> Explanation:
    """Return whether and why a person may do something, or why she may not."""
    with_right = [c for c in claimant.claims if question.right.code in c.holding.role.rights]
    enough = [claim for claim in with_right if question.is_met_by(claim.holding)]
    found = Explanation(
        question=question,
        claimant=claimant,
        giving=tuple(claim for claim in enough if claim.holds),
        elsewhere=tuple(claim for claim in with_right if claim.holds and claim not in enough),
        ended=tuple(claim for claim in enough if not claim.holds),
    )
    return _with_needed(found, explain(claimant, question.needed)) if question.needed else found


def _with_needed(found: Explanation, needed: Explanation) -> Explanation:
    """Return a decision that takes another one into account: both must be held for some place."""
    if not found.giving:
        return replace(found, needed=needed)
    beside = _beside(needed.giving, found.giving)
    apart = tuple(claim for claim in needed.giving if claim not in beside)
    needed = replace(needed, giving=beside, elsewhere=(*needed.elsewhere, *apart))
    return replace(found, giving=_beside(found.giving, beside) or found.giving, needed=needed)


def _beside(claims: tuple[Claim, ...], others: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims that count where one of some others does; everywhere is in every place."""
    places = {claim.holding.place for claim in others}
    if None in places:
        return claims
    return tuple(c for c in claims if others and c.holding.place in {None, *places})


def roles_with(right: Right, roles: Mapping[int, EffectiveRole]) -> list[EffectiveRole]:
    """Return the roles that give a right, of their own or by inheritance."""
    return [role for role in roles.values() if right.code in role.rights]


def helpers_of(
    explanation: Explanation, others: Iterable[Claimant], roles: Mapping[int, EffectiveRole]
) -> list[Claimant]:
    """Return who could change a refusal: give a role with the right, or activate the account.

    That may be the person herself, by what she holds without being a deputy. Superusers are named
    only where nobody else could.
    """
    question, about = explanation.question, explanation.claimant
    candidates = roles_with(question.right, roles)

    def could(grants: Grants) -> bool:
        if not about.active:
            return may_administer(grants, about.all_told)
        if question.anywhere:
            return any(where_to_give(grants, role) for role in candidates)
        return any(may_give(grants, role, question.group) for role in candidates)

    able = [
        other
        for other in others
        if could(other.grants.of_her_own if other.pk == about.pk else other.grants)
    ]
    return [other for other in able if not other.superuser] or able


@dataclass(frozen=True)
class Access:
    """What one person may do with the concepts of a service group."""

    claimant: Claimant
    group: int

    @cached_property
    def rights(self) -> frozenset[str]:
        """The rights that count here."""
        return frozenset(r for r in SHOWN_RIGHTS if self.claimant.grants.may(r, self.group))

    @property
    def clearance(self) -> Confidentiality:
        """Up to which level the person sees answers, those of drafts included."""
        return self.claimant.grants.clearance(self.group)

    @property
    def reasons(self) -> list[Claim]:
        """The claims that give at least one of these rights here."""
        questions = [ask(right, self.group) for right in self.rights]
        return [
            claim
            for claim in self.claimant.claims
            if claim.holds and any(question.is_met_by(claim.holding) for question in questions)
        ]


def access_to(group: int, claimants: Iterable[Claimant]) -> list[Access]:
    """Return everybody who may do something with the concepts of a service group."""
    found = (Access(claimant, group) for claimant in claimants)
    return [access for access in found if access.rights]
