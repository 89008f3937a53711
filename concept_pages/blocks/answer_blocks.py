"""Wagtail blocks for a definition: a struct for each group, a field for each question.

No block is ever required: a draft may be incomplete, and Wagtail switches `required` off and on
again on the shared block, which is not safe between threads. What is missing or implausible is
decided by `definition.completeness`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from wagtail import blocks

from ..definition.elements import Group, Question
from .values import Answers
from .widgets import AnswerWidget


class AnswerField(forms.Field):
    """Takes what its widget has read, plausible or not: a draft forgets nothing."""

    def __init__(self, widget: AnswerWidget) -> None:
        super().__init__(required=False)
        self.widget = widget  # not a copy: the widget of a compiled form never changes


class AnswerBlock(blocks.FieldBlock):
    """The block of one question; its value is the answer as the template format writes it."""

    def __init__(self, question: Question, widget: AnswerWidget, **kwargs: Any) -> None:
        self.question = question
        self.field = AnswerField(widget)
        super().__init__(label=question.label.say(widget.language), **kwargs)

    def read(self, text: str) -> Any:
        """Return the answer that a posted text stands for."""
        return self.field.widget.read(text)

    def defer_required_validation(self) -> None:
        """Leave the shared block alone: it is never required."""

    def restore_deferred_validation(self) -> None:
        """Leave the shared block alone: nothing was deferred."""


class GroupBlock(blocks.StructBlock):
    """The block of one group: its questions, then its groups, by key."""

    def __init__(self, children: list[tuple[str, blocks.Block]], group: Group | None) -> None:
        self.group = group
        super().__init__(children)

    def defer_required_validation(self) -> None:
        """Leave the shared block alone: nothing in it is required."""

    def restore_deferred_validation(self) -> None:
        """Leave the shared block alone: nothing was deferred."""

    def answer_blocks(self, prefix: str) -> Iterator[tuple[str, AnswerBlock]]:
        """Yield (name of the posted field, block) of every question below, in order."""
        for name, child in self.child_blocks.items():
            if isinstance(child, GroupBlock):
                yield from child.answer_blocks(f"{prefix}-{name}")
            else:
                yield f"{prefix}-{name}", child

    def value_from_answers(self, answers: Mapping[str, Any]) -> blocks.StructValue:
        """Return the nested value that shows these answers."""
        return self._to_struct_value(
            {
                name: child.value_from_answers(answers)
                if isinstance(child, GroupBlock)
                else answers.get(name)
                for name, child in self.child_blocks.items()
            }
        )

    def answers_from_value(self, value: Mapping[str, Any]) -> Answers:
        """Return the answers of a nested value by question key, blank ones as None."""
        answers: Answers = {}
        for name, child in self.child_blocks.items():
            if isinstance(child, GroupBlock):
                answers |= child.answers_from_value(value[name])
            else:
                answers[name] = value[name]
        return answers
