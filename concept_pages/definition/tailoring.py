"""What is switched off for one service, with reasons: two people at once, and a newer template."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .elements import Confidentiality, Definition

Reasons = Mapping[str, str]
"""The reason for each group or question that is switched off, by its key."""


def level_of_reason(definition: Definition, key: str) -> Confidentiality:
    """Return how confidential the reason for a group or question is.

    That of a question is like its answer; that of a group is for whoever may see anything in it.
    """
    if key in definition.questions:
        return definition.confidentiality_of(key)
    group = definition.groups_by_key.get(key)
    if group is None:
        return Confidentiality.STRICTLY_CONFIDENTIAL  # whatever it was the reason for
    asked = (definition.confidentiality_of(q.key) for one in group.walk() for q in one.questions)
    around = (above.confidentiality for above in definition.ancestors[key])
    levels = [
        min(asked, key=lambda level: level.rank, default=Confidentiality.PUBLIC),
        *(level for level in around if level),
    ]
    return max(levels, key=lambda level: level.rank)


@dataclass(frozen=True)
class MergedReasons:
    """What to store; `conflicts` are the keys that two people changed in different ways.

    In a conflict the stored state stays until somebody chooses. `off` and `on` are what the edit
    switches off (or gives another reason for) and on.
    """

    reasons: dict[str, str]
    conflicts: tuple[str, ...]
    off: tuple[str, ...]
    on: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Whether the edit changes anything."""
        return bool(self.off or self.on)


def merge_reasons(
    base: Reasons, stored: Reasons, edited: Reasons, keys: Collection[str]
) -> MergedReasons:
    """Join an edit with what is stored by now; `base` is what the person saw.

    Only the given keys are the person's to change.
    """
    reasons, conflicts, off, on = dict(stored), [], [], []
    for key in keys:
        was, stands, mine = base.get(key), stored.get(key), edited.get(key)
        if mine in (stands, was):
            continue
        if stands != was:
            conflicts.append(key)
        elif mine is None:
            del reasons[key]
            on.append(key)
        else:
            reasons[key] = mine
            off.append(key)
    return MergedReasons(reasons, tuple(conflicts), tuple(off), tuple(on))


@dataclass(frozen=True)
class CarriedReasons:
    """What stays switched off under a newer template, and what it knows no more, by its old key."""

    kept: dict[str, str]
    dropped: dict[str, str]


def carry_reasons(
    reasons: Reasons, path: Sequence[Definition], *, follows_decisions: bool
) -> CarriedReasons:
    """Carry reasons along by key, from the first definition over each of the others to the last.

    Where a release declares that answers move to another question, the reason moves too, unless
    that question takes answers which were asked for.
    """
    arrived = {key: {key} for key in reasons}
    for old, new in pairwise(path):
        known = new.questions.keys() | new.groups_by_key.keys()
        off = set[str]().union(*arrived.values())
        moves = _moves(old, new, off) if follows_decisions else {}
        arrived = {
            first: {key for one in keys for key in (one, moves.get(one, "")) if key in known}
            for first, keys in arrived.items()
        }
    kept: dict[str, str] = {}
    for first, keys in arrived.items():
        for key in keys:
            if key == first or key not in reasons:
                kept[key] = reasons[first]
    return CarriedReasons(kept, {key: reasons[key] for key, keys in arrived.items() if not keys})


def _moves(old: Definition, new: Definition, off: Collection[str]) -> dict[str, str]:
    """Return to which question the answers of each one move, where all that it takes is off."""
    targets = {
        key: decision.to
        for key, decision in new.upgrade
        if decision.action == "map" and decision.to and key in old.questions
    }
    asked = {target for key, target in targets.items() if key not in off}
    asked |= old.questions.keys() - set(off)
    return {key: target for key, target in targets.items() if target not in asked}
