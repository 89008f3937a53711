"""What keeps a concept from being handed in, said so that a person can act on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..definition.completeness import AnswerProblem, kind_by_question
from ..definition.elements import AnswerType, Definition, Question


@dataclass(frozen=True)
class ConceptProblem:
    """One problem of one question; `where` is the fragment of the question in the editor."""

    question: str
    kind: str
    section: str
    label: str
    message: str
    row: int | str | None = None
    column: str = ""

    def __str__(self) -> str:
        return f"{self.section} – {self.label}: {self.message}"

    @property
    def where(self) -> str:
        """The fragment that leads to the question in the editor."""
        return f"#question-{self.question}"

    def for_browser(self) -> dict[str, Any]:
        """Return the problem as the editor's scripts take it."""
        return {
            "question": self.question,
            "kind": self.kind,
            "text": self.message,
            "row": self.row,
            "column": self.column,
        }


def said(definition: Definition, problems: Iterable[AnswerProblem]) -> list[ConceptProblem]:
    """Return problems in the active language, with the names of their sections and questions."""
    language = (get_language() or "de")[:2]
    return [_said(definition, problem, language) for problem in problems]


def by_question(problems: Iterable[ConceptProblem]) -> list[ConceptProblem]:
    """Return one problem for each question, with all that is to be said about its answer."""
    problems = list(problems)
    kinds = kind_by_question(problems)
    messages: dict[str, list[str]] = {}
    first: dict[str, ConceptProblem] = {}
    for problem in problems:
        messages.setdefault(problem.question, []).append(problem.message)
        first.setdefault(problem.question, problem)
    return [
        replace(first[key], kind=kinds[key], message=" ".join(said), row=None, column="")
        for key, said in messages.items()
    ]


def count_said(problems: Collection[ConceptProblem]) -> str:
    """Return how many questions keep a concept from being submitted, and why; "" for none."""
    kinds = list(kind_by_question(problems).values())
    if not kinds:
        return ""
    sentence = ngettext(
        "%(count)d question keeps this concept from being submitted: "
        "%(missing)d open, %(implausible)d not plausible.",
        "%(count)d questions keep this concept from being submitted: "
        "%(missing)d open, %(implausible)d not plausible.",
        len(kinds),
    )
    counts = {"missing": kinds.count("missing"), "implausible": kinds.count("implausible")}
    return sentence % {"count": len(kinds), **counts}


def _said(definition: Definition, problem: AnswerProblem, language: str) -> ConceptProblem:
    question = definition.questions[problem.question]
    group = definition.group_of[problem.question]
    message = problem.message.say(_, language)
    place = _place(question, problem, language)
    return ConceptProblem(
        question=problem.question,
        kind=problem.kind,
        section=f"{group.number} {group.label.say(language)}".strip(),
        label=question.label.say(language),
        message=f"{place}: {message}" if place else message,
        row=problem.row,
        column=problem.column,
    )


def _place(question: Question, problem: AnswerProblem, language: str) -> str:
    """Return the cell that a problem is about, such as "Row 2, Name"; "" for a whole answer."""
    columns: Mapping[str, str] = {c.key: c.label.say(language) for c in question.columns}
    rows: Mapping[str, str] = {r.key: r.label.say(language) for r in question.rows}
    if problem.row is None:
        row = ""
    elif question.type is AnswerType.MATRIX:
        row = rows.get(str(problem.row), str(problem.row))
    else:
        row = _("Row %(number)s") % {"number": int(problem.row) + 1}
    return ", ".join(part for part in (row, columns.get(problem.column, "")) if part)
