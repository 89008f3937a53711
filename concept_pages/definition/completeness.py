"""How complete and plausible answers are: `problems` before a release, `progress` on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .answer_types import Context, findings
from .answer_types.context import ProblemKind
from .elements import Definition, Group, Question
from .problems import Message, gettext_noop
from .situation import Situation

_MISSING = Message(gettext_noop("Please answer this question."))


@dataclass(frozen=True)
class AnswerProblem:
    """Something an answer lacks or gets wrong.

    `row` counts the rows of a table from 0 and is the row's key in a matrix; `column` is a key.
    """

    question: str
    message: Message
    kind: ProblemKind
    row: int | str | None = None
    column: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a group has come, everything below included. Hidden questions do not count.

    No question counts twice. `required_open` are those that a release waits for, because they, or
    required cells of theirs, are not filled in; `implausible` those whose answer cannot be right;
    `answered` those with an answer that nothing is wrong with. The rest is optional and empty.
    """

    answered: int = 0
    total: int = 0
    required_open: int = 0
    implausible: int = 0

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.answered + other.answered,
            self.total + other.total,
            self.required_open + other.required_open,
            self.implausible + other.implausible,
        )

    @property
    def percent(self) -> int:
        """Return how many of a hundred questions are answered; 100 where there is none."""
        return self.answered * 100 // self.total if self.total else 100


def problems(
    definition: Definition,
    answers: Mapping[str, Any],
    not_applicable: Mapping[str, str] | None = None,
    *,
    services: Collection[str] | None = None,
) -> list[AnswerProblem]:
    """Return all that keeps answers from being released, in the order of the document.

    `services` are the keys of the services that exist; None where that need not be checked.
    """
    return problems_in(Situation(definition, answers, not_applicable), services=services)


def problems_in(
    situation: Situation, *, services: Collection[str] | None = None
) -> list[AnswerProblem]:
    """Return the same for a situation that is known already."""
    context = Context(situation.definition, services)
    found: list[AnswerProblem] = []
    visible = situation.visible_questions
    for key, question in situation.definition.questions.items():
        if key in visible:
            found.extend(_problems_of(question, situation.value(key), context))
    return found


def _problems_of(question: Question, value: Any, context: Context) -> list[AnswerProblem]:
    if value is None:
        missing = AnswerProblem(question.key, _MISSING, "missing")
        return [missing] if question.required else []
    return [
        AnswerProblem(question.key, found.message, found.kind, found.row, found.column)
        for found in findings(question, value, context)
    ]


class _Problem(Protocol):
    @property
    def question(self) -> str: ...

    @property
    def kind(self) -> str: ...


def kind_by_question(found: Iterable[_Problem]) -> dict[str, str]:
    """Return the questions that keep answers from being released, each with its kind of problem.

    An answer that is both incomplete and implausible counts as implausible.
    """
    kinds: dict[str, str] = {}
    for problem in found:
        if kinds.get(problem.question) != "implausible":
            kinds[problem.question] = problem.kind
    return kinds


def progress(
    situation: Situation, problems: Iterable[AnswerProblem] | None = None
) -> dict[str, Progress]:
    """Return the progress of every group by key, groups below added up; hidden groups have none.

    `problems` are those of the situation; whoever knows which services exist finds more of them.
    """
    kinds = kind_by_question(problems_in(situation) if problems is None else problems)
    found: dict[str, Progress] = {}
    for group in situation.definition.groups:
        _progress(group, situation, kinds, found)
    return found


def overall(situation: Situation, problems: Iterable[AnswerProblem] | None = None) -> Progress:
    """Return the progress of the whole document."""
    found = progress(situation, problems)
    return sum((found[group.key] for group in situation.definition.groups), Progress())


def _progress(
    group: Group, situation: Situation, kinds: Mapping[str, str], found: dict[str, Progress]
) -> Progress:
    asked = [q.key for q in group.questions if q.key in situation.visible_questions]
    own = Progress(
        answered=sum(key in situation.given and key not in kinds for key in asked),
        total=len(asked),
        required_open=sum(kinds.get(key) == "missing" for key in asked),
        implausible=sum(kinds.get(key) == "implausible" for key in asked),
    )
    found[group.key] = own  # takes its place before the groups below
    for child in group.groups:
        own += _progress(child, situation, kinds, found)
    found[group.key] = own
    return own
