"""A template as large as any we promise to carry: 600 questions in five levels of groups."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import AnswerType, Definition

QUESTIONS, LEVELS = 600, 5
BRANCHES = (4, 2, 2, 2, 2)
"""How many groups lie in each group of the level above; the chapters come first."""

OPTIONS = [{"key": key, "de": f"Wahl {key}", "en": f"Choice {key}"} for key in ("a", "b", "c")]
LIMITS: dict[AnswerType, dict[str, Any]] = {
    AnswerType.SINGLE_CHOICE: {"options": OPTIONS},
    AnswerType.MULTIPLE_CHOICE: {"options": OPTIONS},
    AnswerType.TABLE: {
        "allow_add_rows": True,
        "columns": [
            {"key": "name", "type": "text", "de": "Name", "en": "Name"},
            {"key": "kind", "type": "single_choice", "options": OPTIONS, "de": "Art", "en": "Kind"},
        ],
    },
    AnswerType.MATRIX: {"rows": OPTIONS, "columns": OPTIONS},
}
"""What a question of a type has to say beside its label; the other types say nothing."""


def large_definition(key: str = "large") -> Definition:
    """Return the template: all types of answers in turn, some of them required or conditional."""
    return decode(
        {
            "format": "template/1",
            "key": key,
            "version": "1.0",
            "label": {"de": "Große Vorlage", "en": "Large template"},
            "document_title": {"de": "Konzept für {services}", "en": "Concept for {services}"},
            "chapters": _Author().groups(()),
        }
    )


class _Author:
    """Writes one group after the other, and numbers the questions through."""

    def __init__(self) -> None:
        self.types = cycle(AnswerType)
        self.written = 0
        groups = 0
        for level in range(LEVELS):
            groups = (groups + 1) * BRANCHES[LEVELS - 1 - level]
        self.left = groups

    def groups(self, above: tuple[int, ...]) -> list[dict[str, Any]]:
        """Return the groups below the one with this number, such as 2.1."""
        if len(above) == LEVELS:
            return []
        return [self.group((*above, at + 1)) for at in range(BRANCHES[len(above)])]

    def group(self, number: tuple[int, ...]) -> dict[str, Any]:
        name = ".".join(map(str, number))
        questions = list(self.questions())
        self.left -= 1
        return {
            "key": "group_" + "_".join(map(str, number)),
            "number": name,
            "label": {"de": f"Gruppe {name}", "en": f"Group {name}"},
            "questions": questions,
            "sections": self.groups(number),
        }

    def questions(self) -> Iterator[dict[str, Any]]:
        """Yield the share of one group: what is left of the questions by the groups that follow."""
        for _number in range(-(-(QUESTIONS - self.written) // self.left)):
            self.written += 1
            yield self.question(next(self.types), self.written)

    def question(self, kind: AnswerType, number: int) -> dict[str, Any]:
        return {
            "key": f"question_{number}",
            "type": kind.value,
            "required": number % 3 == 0,
            "label": {"de": f"Frage {number}?", "en": f"Question {number}?"},
            "help": {"de": f"Hilfe zu Frage {number}.", "en": f"Help on question {number}."},
            **LIMITS.get(kind, {}),
            **_condition(number),
        }


def _condition(number: int) -> dict[str, Any]:
    """Return a condition for some questions: on the yes or no that was asked last."""
    last = number - number % len(AnswerType) + list(AnswerType).index(AnswerType.YES_NO) + 1
    if number % 7 or last >= number:
        return {}
    return {"visible_if": {"question": f"question_{last}", "operator": "equals", "value": True}}
