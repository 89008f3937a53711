"""Whether a group or question can ever be shown, and whether its condition ever decides anything.

A condition asks for few values of few questions. Trying one answer for each value mentioned, one
for everything else, and none at all, is therefore trying every case there is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from math import prod
from typing import Any

from .answer_types import Context, check
from .conditions import comparisons, holds
from .elements import CHOICES, AnswerType, Condition, Definition, Group, Question
from .quantities import QUANTITIES, quantity

_TOO_MANY = 4096
_SOMETHING = "¤"
"""Stands for an answer that no condition mentions."""
_USUAL: dict[AnswerType, Any] = {
    AnswerType.INTEGER: 0,
    AnswerType.NUMBER: 0,
    AnswerType.DATE: "2020-01-01",
    AnswerType.MONTH: "2020-01",
    AnswerType.TIME: "12:00",
    AnswerType.DURATION: "01:00",
}
_LISTS = frozenset(
    {AnswerType.TABLE, AnswerType.IP_LIST, AnswerType.HOSTNAME_LIST, AnswerType.MULTIPLE_CHOICE}
)
_CHECKED = CHOICES | frozenset(_USUAL)
"""The types whose limits decide which of the values mentioned are possible."""


class Reachability:
    """The answers that matter to conditions, tried out."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.context = Context(definition)

    def outcomes(self, element: Group | Question) -> frozenset[bool] | None:
        """Return what the condition of an element can come to, wherever all above it is shown.

        {True} means that it always holds, {False} or nothing that the element is never shown. None
        means that there are too many cases to try them all.
        """
        needed = self.conditions_of(element)
        asked = self.asked(needed)
        candidates = {key: self.candidates(key, needed, asked) for key in asked}
        if prod(len(values) for values in candidates.values()) > _TOO_MANY:
            return None
        found = set()
        for values in product(*candidates.values()):
            given = self.given(dict(zip(candidates, values, strict=True)))
            *above, own = [holds(condition, given, self.definition.types) for condition in needed]
            if all(above):
                found.add(own)
        return frozenset(found)

    def conditions_of(self, element: Group | Question) -> list[Condition]:
        """Return the conditions that must hold for an element to be shown, its own one last."""
        line: list[Group | Question] = [*self.definition.ancestors[element.key]]
        if isinstance(element, Question):
            line.append(element)
        return [above.visible_if for above in line if above.visible_if is not None]

    def asked(self, conditions: Iterable[Condition]) -> list[str]:
        """Return the questions that conditions depend on, directly or not, in document order."""
        found: set[str] = set()
        waiting = list(conditions)
        while waiting:
            for comparison in comparisons(waiting.pop()):
                if comparison.question not in found:
                    found.add(comparison.question)
                    waiting += self.conditions_of(self.definition.questions[comparison.question])
        return [key for key in self.definition.questions if key in found]

    def given(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return the answers that count: those of questions that are shown."""
        found: dict[str, Any] = {}
        for key, value in answers.items():
            if value is None:
                continue
            needed = self.conditions_of(self.definition.questions[key])
            if all(holds(condition, found, self.definition.types) for condition in needed):
                found[key] = value
        return found

    def candidates(self, key: str, needed: Iterable[Condition], asked: Iterable[str]) -> list[Any]:
        """Return the answers to try for one question."""
        question = self.definition.questions[key]
        conditions = [*needed]
        for other in asked:
            conditions += self.conditions_of(self.definition.questions[other])
        mentioned: dict[Any, None] = {}
        for condition in conditions:
            for comparison in comparisons(condition):
                if comparison.question == key and comparison.value is not None:
                    value = comparison.value
                    mentioned |= dict.fromkeys(value if isinstance(value, tuple) else (value,))
        tried = self.spread(question, list(mentioned))
        if question.type in _CHECKED:
            tried = (value for value in tried if not check(question, value, self.context))
        return [None, *tried]

    def spread(self, question: Question, mentioned: list[Any]) -> Iterator[Any]:
        """Yield an answer for each value mentioned and for what lies beside them."""
        kind = question.type
        if kind is AnswerType.YES_NO:
            yield from (True, False)
        elif kind in QUANTITIES:
            yield from _neighbourhood(kind, [*mentioned, question.min, question.max, _USUAL[kind]])
        elif kind is AnswerType.MATRIX:
            yield from self.ratings(question, mentioned)
        elif kind is AnswerType.SINGLE_CHOICE:
            yield from [*mentioned, *self.rest(question, mentioned)]
        elif kind is AnswerType.MULTIPLE_CHOICE or question.multiple:
            rest = self.rest(question, mentioned)[:1]
            for chosen in _subsets(mentioned):
                yield [*chosen]
                yield [*chosen, *rest]
        else:
            yield from mentioned
            yield [_SOMETHING] if kind in _LISTS else _SOMETHING

    def rest(self, question: Question, mentioned: list[Any]) -> list[Any]:
        """Return a choice that no condition mentions, if there is one."""
        if question.type is AnswerType.REFERENCE_SERVICE:
            return [_SOMETHING]
        options = [option.key for option in self.definition.options_of(question)]
        left: list[Any] = [key for key in options if key not in mentioned]
        return (left + ([{"other": _SOMETHING}] if question.other else []))[:1]

    def ratings(self, question: Question, mentioned: list[Any]) -> Iterator[dict[str, Any]]:
        """Yield matrices with each combination of the ratings mentioned."""
        rows = [row.key for row in question.rows]
        rest = [column.key for column in question.columns if column.key not in mentioned][:1]
        for chosen in _subsets(mentioned):
            for ratings in ([*chosen], [*chosen, *rest]):
                if 0 < len(ratings) <= len(rows):
                    filled = ratings + [ratings[-1]] * (len(rows) - len(ratings))
                    yield dict(zip(rows, filled, strict=True))


def _subsets(values: list[Any]) -> Iterator[tuple[Any, ...]]:
    for size in range(min(len(values), 8) + 1):
        yield from combinations(values[:8], size)


def _neighbourhood(kind: AnswerType, values: Iterable[Any]) -> Iterator[Any]:
    """Yield each value, the one before it and the one after it."""
    for value in values:
        if quantity(kind, value) is None:
            continue
        yield value
        for step in (-1, 1):
            yield from _step(kind, value, step)


def _step(kind: AnswerType, value: Any, step: int) -> Iterator[Any]:
    if kind is AnswerType.INTEGER:
        yield value + step
    elif kind is AnswerType.NUMBER:
        yield value + step / 1000
    elif kind is AnswerType.DATE:
        try:
            day = datetime.date.fromisoformat(value) + datetime.timedelta(days=step)
        except (ValueError, OverflowError):
            return
        yield day.isoformat()
    elif kind is AnswerType.MONTH:
        year, month = (int(part) for part in value.split("-"))
        months = year * 12 + month - 1 + step
        yield f"{months // 12:04}-{months % 12 + 1:02}"
    else:
        hours, minutes = (int(part) for part in value.split(":"))
        total = hours * 60 + minutes + step
        if total >= 0:
            yield f"{total // 60:02}:{total % 60:02}"
