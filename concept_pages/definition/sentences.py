"""A condition as a plain sentence, finished or not; the editor's script uses the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .elements import AnswerType, Operator, Option, Text
from .problems import gettext_noop
from .wording import say_quantity

PHRASES: dict[str, str] = {
    "equals": gettext_noop("“%(question)s” is %(value)s"),
    "not_equals": gettext_noop("“%(question)s” is not %(value)s"),
    "in": gettext_noop("“%(question)s” is %(value)s"),
    "not_in": gettext_noop("“%(question)s” is neither %(value)s"),
    "contains": gettext_noop("“%(question)s” includes %(value)s"),
    "contains_any": gettext_noop("“%(question)s” includes %(value)s"),
    "not_contains": gettext_noop("“%(question)s” does not include %(value)s"),
    "answered": gettext_noop("“%(question)s” is answered"),
    "not_answered": gettext_noop("“%(question)s” is not answered"),
    "gt": gettext_noop("“%(question)s” is more than %(value)s"),
    "gte": gettext_noop("“%(question)s” is at least %(value)s"),
    "lt": gettext_noop("“%(question)s” is less than %(value)s"),
    "lte": gettext_noop("“%(question)s” is at most %(value)s"),
    "gt_time": gettext_noop("“%(question)s” is after %(value)s"),
    "gte_time": gettext_noop("“%(question)s” is %(value)s or later"),
    "lt_time": gettext_noop("“%(question)s” is before %(value)s"),
    "lte_time": gettext_noop("“%(question)s” is %(value)s or earlier"),
    "and": gettext_noop("%(first)s and %(second)s"),
    "or": gettext_noop("%(first)s or %(second)s"),
    "nor": gettext_noop("%(first)s nor %(second)s"),
    "yes": gettext_noop("yes"),
    "no": gettext_noop("no"),
    "shown_if": gettext_noop("Shown if %(condition)s."),
    "always": gettext_noop("Always shown."),
    # Translators: a time of day such as 22:00, in the middle of a sentence.
    "clock": gettext_noop("%(time)s"),
    "quoted": gettext_noop("“%(words)s”"),
    "unfinished": gettext_noop("…"),
}
"""Every phrase a sentence is made of."""

TIMES = frozenset({AnswerType.DATE, AnswerType.MONTH, AnswerType.TIME})

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Asked:
    """What a sentence needs to know of the question that a condition asks for."""

    key: str
    type: AnswerType
    label: Text
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """Says conditions about certain questions in one language; `translate` knows the same one."""

    asked: Mapping[str, Asked]
    language: str
    translate: Translate

    def say(self, condition: Any) -> str:
        """Return the sentence for a condition in the template format; None means always."""
        if not condition:
            return self._phrase("always")
        return self._phrase("shown_if", condition=self._clause(condition))

    def _clause(self, condition: Any, *, nested: bool = False) -> str:
        for join, word in (("all", "and"), ("any", "or")):
            if join in condition:
                parts = [self._clause(part, nested=True) for part in condition[join]]
                clause = self._joined(parts, word)
                return f"({clause})" if nested and len(parts) > 1 else clause
        return self._comparison(condition)

    def _comparison(self, condition: Mapping[str, Any]) -> str:
        operator = condition.get("operator") or Operator.EQUALS.value
        asked = self.asked.get(condition.get("question") or "")
        times = asked is not None and asked.type in TIMES and f"{operator}_time" in PHRASES
        label = asked.label.say(self.language) if asked else condition.get("question")
        return self._phrase(
            f"{operator}_time" if times else operator,
            question=label or self._phrase("unfinished"),
            value=self._value(condition.get("value"), asked, operator),
        )

    def _value(self, value: Any, asked: Asked | None, operator: str) -> str:
        if isinstance(value, list | tuple):
            said = [self._single(item, asked) for item in value]
            word = "nor" if operator == Operator.NOT_IN else "or"
            return self._joined(said, word) or self._phrase("unfinished")
        return self._single(value, asked)

    def _single(self, value: Any, asked: Asked | None) -> str:
        if isinstance(value, bool):
            return self._phrase("yes" if value else "no")
        if value is None or value == "":
            return self._phrase("unfinished")
        for option in asked.options if asked else ():
            if option.key == value:
                return self._phrase("quoted", words=option.label.say(self.language))
        if asked is not None and asked.type is AnswerType.TIME:
            return self._phrase("clock", time=value)
        if asked is not None and asked.type not in (AnswerType.TEXT, AnswerType.SINGLE_CHOICE):
            return say_quantity(asked.type, value).say(self.language)
        return self._phrase("quoted", words=value)

    def _joined(self, parts: list[str], word: str) -> str:
        said = ""
        for part in parts:
            said = self._phrase(word, first=said, second=part) if said else part
        return said

    def _phrase(self, name: str, **values: object) -> str:
        return self.translate(PHRASES[name]) % values if values else self.translate(PHRASES[name])
