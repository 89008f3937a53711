"""Answers from an old template to a new one: kept, converted or parked, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..answer_types import Context, check
from ..elements import AnswerType, Decision, Definition, Field, Question, Text
from ..emptiness import is_blank, is_empty
from ..problems import Message, gettext_noop
from .convert import retyped
from .mapping import merged, with_options
from .splitting import split


class Reason(StrEnum):
    """Why an answer was parked."""

    NO_QUESTION = "no_question"
    OTHER_TYPE = "other_type"
    NO_PLACE = "no_place"
    TAKEN = "taken"
    DECLARED = "declared"
    NOT_ALLOWED = "not_allowed"
    MERGED = "merged"

    @property
    def message(self) -> Message:
        """The sentence for people."""
        return Message(_REASONS[self])


_REASONS = {
    Reason.NO_QUESTION: gettext_noop("The question is no longer asked."),
    Reason.OTHER_TYPE: gettext_noop("The answer does not fit the new type of the question."),
    Reason.NO_PLACE: gettext_noop("A part of the answer has no place in the question any more."),
    Reason.TAKEN: gettext_noop("The question that was to take this answer has one already."),
    Reason.DECLARED: gettext_noop("The template declares that these answers are set aside."),
    Reason.NOT_ALLOWED: gettext_noop("The question does not allow this answer any more."),
    Reason.MERGED: gettext_noop("It falls together with an option that is chosen already."),
}


@dataclass(frozen=True)
class Parked:
    """An answer, or a part of one, that has no home in the new template.

    It keeps the text and type of the question it answered. `whole` tells an answer that has gone
    from the concept from the part of an answer whose rest is kept.
    """

    question: str
    value: Any
    label: Text
    type: AnswerType | None
    reason: Reason
    whole: bool = True


@dataclass(frozen=True)
class CarriedOver:
    """The outcome: `kept` are the answers of the new template, by its question keys.

    `converted`, `mapped` and `moved` are the new keys of kept answers whose value was put into
    another shape, whose options were replaced as declared, or whose group or question changed;
    `new` the questions that were not asked before. `sources` has the old key of each kept answer.
    Each answer that is not empty is kept, or parked as a whole; the number before is `len(kept)`
    and the number of whole ones parked.
    """

    kept: dict[str, Any]
    parked: tuple[Parked, ...]
    converted: tuple[str, ...]
    moved: tuple[str, ...]
    new: tuple[str, ...]
    mapped: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)


def carry_over(
    answers: Mapping[str, Any],
    old: Definition,
    new: Definition,
    decisions: Mapping[str, Decision] | None = None,
) -> CarriedOver:
    """Return the answers as they are under the new template; see `CarriedOver`.

    What the new template declares about older answers holds, unless other decisions are given. A
    range that became narrower parks nothing, unless declared: the answer stays, and is pointed out
    as implausible.
    """
    carrier = _Carrier(old, new, new.decisions if decisions is None else decisions)
    asked = _positions(old)
    # In the order of the form, whatever order the database gave the answers. Those that stay at
    # their question come first: a declared move never displaces one.
    for key in sorted(answers, key=lambda key: (carrier.target(key) != key, asked(key))):
        carrier.carry(key, answers[key])
    order = _positions(new)
    return CarriedOver(
        kept={key: carrier.kept[key] for key in sorted(carrier.kept, key=order)},
        parked=tuple(sorted(carrier.parked, key=lambda parked: asked(parked.question))),
        converted=tuple(carrier.converted),
        moved=tuple(carrier.moved),
        new=tuple(key for key in new.questions if key not in old.questions),
        mapped=tuple(carrier.mapped),
        sources=carrier.sources,
    )


def _positions(definition: Definition) -> Callable[[str], tuple[int, str]]:
    """Return what sorts keys as a definition asks them; unknown ones come last, by name."""
    places = {key: place for place, key in enumerate(definition.questions)}
    return lambda key: (places.get(key, len(places)), key)


class _Carrier:
    """Carries one answer after the other."""

    def __init__(self, old: Definition, new: Definition, decisions: Mapping[str, Decision]) -> None:
        self.old, self.new, self.decisions = old, new, decisions
        self.kept: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.parked: list[Parked] = []
        self.converted: list[str] = []
        self.mapped: list[str] = []
        self.moved: list[str] = []

    def target(self, key: str) -> str:
        """Return the key of the question that an answer is to belong to."""
        decision = self.decisions.get(key)
        return (decision.to if decision and decision.action == "map" else "") or key

    def carry(self, key: str, value: Any) -> None:
        decision, target = self.decisions.get(key), self.target(key)
        question = self.new.questions.get(target)
        before = self.old.questions.get(key) or question
        if is_empty(before.type, value) if before else is_blank(value):
            return  # nothing was answered, so there is nothing to keep
        if question is None or before is None:
            self.park(key, value, Reason.NO_QUESTION)
        elif decision and decision.action == "park":
            self.park(key, value, Reason.DECLARED)
        elif target in self.kept:
            self.park(key, value, Reason.TAKEN)
        else:
            self.fit(key, value, before, question)

    def fit(self, key: str, value: Any, before: Question, question: Question) -> None:
        """Keep as much of an answer as has a place in the question, and park the rest."""
        decision = self.decisions.get(key)
        mapped = with_options(value, before, decision.options) if decision else value
        fitted = retyped(mapped, before, question, self.old, self.new)
        if fitted is None:
            self.park(key, value, Reason.OTHER_TYPE)
            return
        kept, left = split(fitted, before, question, self.old, self.new)
        if kept is None or is_empty(question.type, kept):
            self.park(key, value, Reason.NO_PLACE)
            return
        if decision and decision.action == "park_unfit" and self.is_unfit(kept, question):
            self.park(key, value, Reason.NOT_ALLOWED)
            return
        self.kept[question.key] = kept
        self.sources[question.key] = key
        if left is not None:
            self.park(key, left, Reason.NO_PLACE, whole=False)
        together = merged(value, before, decision.options) if decision else None
        if together is not None:
            self.park(key, together, Reason.MERGED, whole=False)
        if mapped != value:
            self.mapped.append(question.key)
        if before.type is not question.type or fitted != mapped:
            self.converted.append(question.key)
        if key != question.key or self.has_moved(key):
            self.moved.append(question.key)

    def is_unfit(self, value: Any, question: Question) -> bool:
        return bool(check(question, value, Context(self.new)))

    def has_moved(self, key: str) -> bool:
        before, after = self.old.group_of.get(key), self.new.group_of.get(key)
        return before is not None and after is not None and before.key != after.key

    def park(self, key: str, value: Any, reason: Reason, *, whole: bool = True) -> None:
        before = self.old.questions.get(key) or self.new.questions.get(key)
        self.parked.append(
            Parked(
                key,
                value,
                before.label if before else Text(key, key),
                before.type if before else None,
                reason,
                whole,
            )
        )


def fitted(value: Any, old: Field, new: Field, old_in: Definition, new_in: Definition) -> Any:
    """Return an answer to one question as a plausible one to another; None if any of it is lost."""
    found = retyped(value, old, new, old_in, new_in)
    if found is None or is_empty(new.type, found) or check(new, found, Context(new_in)):
        return None
    kept, left = split(found, old, new, old_in, new_in)
    return kept if left is None else None
