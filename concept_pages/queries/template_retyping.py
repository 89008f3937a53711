"""What follows if a question of a draft gets another type: told to its author before it happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..blocks.question_data import Data
from ..blocks.question_retyping import dropped_limits, limit_names, retyped_data
from ..definition.conditions import operators_for
from ..definition.elements import AnswerType
from ..definition.emptiness import is_blank
from ..definition.problems import Problem
from ..models.given_answers import given_answers
from ..models.template_draft import draft_data, draft_problems
from ..models.template_references import Place, elements
from .template_outline import Draft


@dataclass(frozen=True)
class Misfit:
    """A condition that would not work any more, as the sentence that it is now."""

    place: Place
    sentence: str


@dataclass(frozen=True)
class Retyping:
    """What follows: `dropped` limits, conditions that do not fit, and what is to be completed.

    `concepts` is the number of concepts that answer the question, drafts included; `released_as` is
    the type it was last released with, "" for a question that never was.
    """

    to: AnswerType
    dropped: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    to_complete: tuple[str, ...]
    released_as: str
    concepts: int

    @property
    def is_conversion(self) -> bool:
        """Whether there may be answers of another type."""
        return bool(self.released_as) and self.released_as != self.to.value


def retyping(draft: Draft, key: str, to: AnswerType) -> Retyping:
    """Return what follows if the question gets another type; the draft must have the question."""
    group, data = next(
        (group, question)
        for group in draft.groups
        for question in group.data.get("questions", ())
        if question.get("key") == key
    )
    changed = retyped_data(data, to)
    questions = [changed if one is data else one for one in group.data["questions"]]
    instead = {group.page_id: {**group.data, "questions": questions}}
    before = {str(problem) for problem in draft_problems(draft_data(draft.template, draft.groups))}
    after = draft_problems(draft_data(draft.template, draft.groups, instead=instead))
    new = [problem for problem in after if str(problem) not in before]
    return Retyping(
        to=to,
        dropped=tuple(limit_names(AnswerType(data["type"]), dropped_limits(data, to))),
        misfits=tuple(_misfits(draft, key, changed, new)),
        to_complete=tuple(problem.message.say(_) for problem in new if problem.key == key),
        released_as=str(draft.template.reserved_keys.get(key, "")),
        concepts=concepts_answering(draft, [key]),
    )


def concepts_answering(draft: Draft, keys: Iterable[str]) -> int:
    """Return how many concepts answer one of these questions, in their drafts or in force.

    The release check counts in the same way: each concept once, whichever of the two has an answer.
    """
    wanted = set(keys)
    given = given_answers(draft.template.pk, wanted) if wanted else ()
    return len(
        {
            concept
            for concept, answers in given
            if any(not is_blank(answers.get(key)) for key in wanted)
        }
    )


def _misfits(draft: Draft, key: str, changed: Data, new: list[Problem]) -> Iterator[Misfit]:
    """Yield the conditions that ask for the question in a way that does not fit it any more."""
    fitting = operators_for(AnswerType(changed["type"]), multiple=bool(changed.get("multiple")))
    broken = {problem.key for problem in new if "/ visible_if" in problem.where} - {key}
    for place, data in elements(draft.groups):
        condition = data.get("visible_if")
        asked = [leaf for leaf in _leaves(condition) if leaf.get("question") == key]
        if place.key in broken or any(leaf.get("operator") not in fitting for leaf in asked):
            yield Misfit(place, draft.say(condition))


def _leaves(condition: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(condition, dict):
        return
    parts = condition.get("all") or condition.get("any")
    if parts is None:
        yield condition
        return
    for part in parts:
        yield from _leaves(part)
