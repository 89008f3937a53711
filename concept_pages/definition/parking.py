"""Answers that a newer template has no place for: kept with all that is needed to say them.

A concept keeps them as plain data, from the upgrade that parked them on. They are never removed: a
person settles them, by copying them into a question or by dismissing them with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from .codec import decode, encode
from .compare import Parked, Reason
from .elements import (
    AnswerType,
    Confidentiality,
    Definition,
    Group,
    Question,
    Text,
)
from .keys import is_own
from .problems import DefinitionError
from .reading import Data

_FOR_READERS = ("types", "operators")
"""Entries of the template format that say nothing about one question."""


@dataclass(frozen=True)
class Settled:
    """What a person did about a parked answer: copied it into the question `to`, or dismissed it.

    `by` is her name as records keep it, `for_name` that of the person as whose deputy she did it,
    `at` the moment in ISO format.
    """

    how: Literal["copied", "dismissed"]
    by: str
    at: str
    to: str = ""
    reason: str = ""
    for_name: str = ""


@dataclass(frozen=True)
class ParkedAnswer:
    """A parked answer of one concept; `id` names it within the concept.

    `asked` is a small definition that holds the old question alone, None where no template ever
    asked it. `whole` tells an answer from the part of one whose rest the question has kept.
    """

    id: str
    question: str
    value: Any
    label: Text
    type: AnswerType | None
    confidentiality: Confidentiality
    template: str
    version: str
    reason: Reason
    whole: bool
    at: str
    asked: Definition | None = None
    settled: Settled | None = None

    @cached_property
    def old_question(self) -> Question | None:
        """The question as it was asked."""
        return self.asked.questions.get(self.question) if self.asked else None

    def is_seen_at(self, clearance: Confidentiality) -> bool:
        """Return whether a reader of this clearance may see the answer."""
        return self.confidentiality.rank <= clearance.rank


def park(
    parked: Parked, definition: Definition, *, at: str, known: Iterable[str] = ()
) -> ParkedAnswer:
    """Return what a concept keeps of an answer that its template parked.

    `definition` is the one that asked for it; `known` are the ids that the concept has already.
    """
    is_asked = parked.question in definition.questions
    # What no template ever asked may be anything, so only the best cleared see it.
    level = Confidentiality.STRICTLY_CONFIDENTIAL
    return ParkedAnswer(
        id=_free_id(f"{parked.question}-{definition.version}", set(known)),
        question=parked.question,
        value=parked.value,
        label=parked.label,
        type=parked.type,
        confidentiality=definition.confidentiality_of(parked.question) if is_asked else level,
        template=definition.key,
        version=definition.version,
        reason=parked.reason,
        whole=parked.whole,
        at=at,
        asked=question_alone(definition, parked.question) if is_asked else None,
    )


def _free_id(wanted: str, known: set[str]) -> str:
    found, number = wanted, 1
    while found in known:
        number += 1
        found = f"{wanted}-{number}"
    return found


def question_alone(definition: Definition, key: str) -> Definition:
    """Return a definition of one question, with the lists that it needs and without conditions."""
    group = definition.group_of[key]
    question = replace(
        definition.questions[key],
        visible_if=None,
        filter_by="",
        confidentiality=definition.confidentiality_of(key),
    )
    fields = (question, *question.columns)
    sets = {field.option_set for field in fields}
    patterns = {field.pattern for field in fields}
    return Definition(
        key=definition.key,
        version=definition.version,
        label=definition.label,
        language_default=definition.language_default,
        languages=definition.languages,
        confidentiality_default=definition.confidentiality_default,
        patterns=tuple(entry for entry in definition.patterns if entry.key in patterns),
        option_sets=tuple(entry for entry in definition.option_sets if entry[0] in sets),
        groups=(
            Group(key=group.key, label=group.label, number=group.number, questions=(question,)),
        ),
    )


# As data ------------------------------------------------------------------------------------------


def to_data(answer: ParkedAnswer) -> Data:
    """Return a parked answer as a concept stores it."""
    settled = answer.settled
    return {
        "id": answer.id,
        "question": answer.question,
        "label": {"de": answer.label.de, "en": answer.label.en},
        "type": answer.type.value if answer.type else None,
        "value": answer.value,
        "confidentiality": answer.confidentiality.value,
        "template": {"key": answer.template, "version": answer.version},
        "reason": answer.reason.value,
        "whole": answer.whole,
        "at": answer.at,
        "asked": _fragment(answer.asked) if answer.asked else None,
        "settled": {name: value for name, value in vars(settled).items() if value}
        if settled
        else None,
    }


def _fragment(definition: Definition) -> Data:
    data = encode(definition)
    return {name: value for name, value in data.items() if name not in _FOR_READERS}


def from_data(data: Mapping[str, Any]) -> ParkedAnswer:
    """Return a parked answer from what a concept stores."""
    label, template, settled = data["label"], data["template"], data.get("settled")
    return ParkedAnswer(
        id=data["id"],
        question=data["question"],
        value=data["value"],
        label=Text(label["de"], label["en"]),
        type=AnswerType(data["type"]) if data["type"] else None,
        confidentiality=Confidentiality(data["confidentiality"]),
        template=template["key"],
        version=template["version"],
        reason=Reason(data["reason"]),
        whole=data["whole"],
        at=data["at"],
        asked=_asked(data.get("asked"), own=is_own(data["question"])),
        settled=Settled(**settled) if settled else None,
    )


def _asked(data: Any, *, own: bool) -> Definition | None:
    """Return the old question; None where a later version of the format refuses to read it."""
    if data is None:
        return None
    try:
        return decode(data, own=own)
    except DefinitionError:
        return None
