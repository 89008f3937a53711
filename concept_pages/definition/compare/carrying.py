"""Answers from an old template to a new one: kept, converted or parked, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..elements import AnswerType, Definition, Question, Text
from ..emptiness import is_blank, is_empty
from ..problems import Message, gettext_noop
from .convert import retyped
from .splitting import split

_NO_QUESTION = Message(gettext_noop("The question is no longer asked."))
_OTHER_TYPE = Message(gettext_noop("The answer does not fit the new type of the question."))
_NO_PLACE = Message(gettext_noop("A part of the answer has no place in the question any more."))
_TAKEN = Message(gettext_noop("The question that was to take this answer has one already."))
_AS_DECLARED = Message(gettext_noop("The template declares that these answers are set aside."))


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
    reason: Message
    whole: bool = True


@dataclass(frozen=True)
class Decision:
    """What the template declares about the answers to one old question.

    "park" sets them aside; "map" moves them to the question `to`, where it is given, and replaces
    options by others.
    """

    action: Literal["park", "map"]
    to: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CarriedOver:
    """The outcome: `kept` are the answers of the new template, by its question keys.

    `converted` and `moved` are the new keys of kept answers whose value or group changed, `new`
    the questions that were not asked before. Each answer that is not empty is kept, or parked as a
    whole; the number before is `len(kept)` and the number of whole ones parked.
    """

    kept: dict[str, Any]
    parked: tuple[Parked, ...]
    converted: tuple[str, ...]
    moved: tuple[str, ...]
    new: tuple[str, ...]


def carry_over(
    answers: Mapping[str, Any],
    old: Definition,
    new: Definition,
    decisions: Mapping[str, Decision] | None = None,
) -> CarriedOver:
    """Return the answers as they are under the new template; see `CarriedOver`.

    A range that became narrower parks nothing: the answer stays, and is pointed out as implausible.
    """
    carrier = _Carrier(old, new, decisions or {})
    # Answers that stay at their question come first: a declared move never displaces one.
    for key in sorted(answers, key=lambda key: (carrier.target(key) != key, key not in new.types)):
        carrier.carry(key, answers[key])
    order = {key: number for number, key in enumerate(new.questions)}
    return CarriedOver(
        kept=dict(sorted(carrier.kept.items(), key=lambda item: order[item[0]])),
        parked=tuple(carrier.parked),
        converted=tuple(carrier.converted),
        moved=tuple(carrier.moved),
        new=tuple(key for key in new.questions if key not in old.questions),
    )


class _Carrier:
    """Carries one answer after the other."""

    def __init__(self, old: Definition, new: Definition, decisions: Mapping[str, Decision]) -> None:
        self.old, self.new, self.decisions = old, new, decisions
        self.kept: dict[str, Any] = {}
        self.parked: list[Parked] = []
        self.converted: list[str] = []
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
        if decision and decision.action == "park":
            self.park(key, value, _AS_DECLARED)
        elif question is None or before is None:
            self.park(key, value, _NO_QUESTION)
        elif target in self.kept:
            self.park(key, value, _TAKEN)
        else:
            self.fit(key, value, before, question)

    def fit(self, key: str, value: Any, before: Question, question: Question) -> None:
        """Keep as much of an answer as has a place in the question, and park the rest."""
        decision = self.decisions.get(key)
        mapped = _with_options(value, decision.options) if decision else value
        fitted = retyped(mapped, before, question, self.old, self.new)
        if fitted is None:
            self.park(key, value, _OTHER_TYPE)
            return
        kept, left = split(fitted, before, question, self.old, self.new)
        if kept is None:
            self.park(key, value, _NO_PLACE)
            return
        self.kept[question.key] = kept
        if left is not None:
            self.park(key, left, _NO_PLACE, whole=False)
        if before.type is not question.type or fitted != value:
            self.converted.append(question.key)
        if key != question.key or self.has_moved(key):
            self.moved.append(question.key)

    def has_moved(self, key: str) -> bool:
        before, after = self.old.group_of.get(key), self.new.group_of.get(key)
        return before is not None and after is not None and before.key != after.key

    def park(self, key: str, value: Any, reason: Message, *, whole: bool = True) -> None:
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


def _with_options(value: Any, options: Mapping[str, str]) -> Any:
    """Return an answer with options replaced as declared, in lists and matrices too."""
    if isinstance(value, str):
        return options.get(value, value)
    if isinstance(value, list):
        replaced = [_with_options(item, options) for item in value]
        return [item for n, item in enumerate(replaced) if item not in replaced[:n]]
    if isinstance(value, dict) and "other" not in value:
        return {key: _with_options(item, options) for key, item in value.items()}
    return value
