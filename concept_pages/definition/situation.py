"""The one visibility engine: which groups and questions an answer set leaves visible, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from .conditions import holds
from .elements import Condition, Definition, Group, Question
from .emptiness import is_empty


@dataclass(frozen=True)
class Hidden:
    """Why something is hidden: `key` is the group or question that carries the cause.

    `reason` is what the service owner wrote when switching it off; `condition` what does not hold.
    """

    cause: Literal["not_applicable", "condition"]
    key: str
    reason: str = ""
    condition: Condition | None = None


class Situation:
    """A definition in the light of its answers.

    What is not applicable or whose condition fails is hidden, with everything below. A hidden
    question counts as unanswered for the conditions further down; its answer stays stored. The
    document is walked once, at the first question asked.
    """

    def __init__(
        self,
        definition: Definition,
        answers: Mapping[str, Any],
        not_applicable: Mapping[str, str] | None = None,
    ) -> None:
        """`not_applicable` maps keys of groups or questions to the reason they are switched off."""
        self.definition = definition
        self.answers = answers
        self.not_applicable = not_applicable or {}

    @property
    def visible_groups(self) -> frozenset[str]:
        """The keys of the groups that are shown."""
        return self._walked.groups

    @property
    def visible_questions(self) -> frozenset[str]:
        """The keys of the questions that are shown."""
        return self._walked.questions

    @property
    def given(self) -> Mapping[str, Any]:
        """The answers that count, in the order of the document: visible and not empty."""
        return self._walked.given

    def is_visible(self, key: str) -> bool:
        """Return whether a group or question is shown; False for a key nobody knows."""
        return key in self._walked.groups or key in self._walked.questions

    def why_hidden(self, key: str) -> Hidden | None:
        """Return why a group or question is hidden; None where it is visible or unknown.

        Of several causes the outermost is named, and "not applicable" before a condition.
        """
        return self._walked.hidden.get(key)

    def value(self, key: str) -> Any:
        """Return the answer that counts, or None where the question is hidden or unanswered."""
        return self._walked.given.get(key)

    @cached_property
    def _walked(self) -> _Walk:
        return _Walk(self)


class _Walk:
    """One pass over the document, from top to bottom."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.types = situation.definition.types
        self.given: dict[str, Any] = {}
        self.hidden: dict[str, Hidden] = {}
        self.shown_groups: list[str] = []
        self.shown_questions: list[str] = []
        for group in situation.definition.groups:
            self.visit(group, None)
        self.groups = frozenset(self.shown_groups)
        self.questions = frozenset(self.shown_questions)

    def visit(self, group: Group, hidden: Hidden | None) -> None:
        hidden = hidden or self.cause(group)
        if hidden:
            self.hidden[group.key] = hidden
        else:
            self.shown_groups.append(group.key)
        for question in group.questions:
            self.meet(question, hidden)
        for child in group.groups:
            self.visit(child, hidden)

    def meet(self, question: Question, hidden: Hidden | None) -> None:
        key = question.key
        hidden = hidden or self.cause(question)
        if hidden:
            self.hidden[key] = hidden
            return
        self.shown_questions.append(key)
        value = self.situation.answers.get(key)
        if value is not None and not is_empty(question.type, value):
            self.given[key] = value

    def cause(self, element: Group | Question) -> Hidden | None:
        if element.key in self.situation.not_applicable:
            reason = self.situation.not_applicable[element.key]
            return Hidden("not_applicable", element.key, reason=reason)
        condition = element.visible_if
        if condition is not None and not holds(condition, self.given, self.types):
            return Hidden("condition", element.key, condition=condition)
        return None
