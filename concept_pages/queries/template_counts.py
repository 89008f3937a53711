"""The draft of a template in numbers, and where a translation is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..blocks.question_data import Data
from ..definition.elements import LANGUAGES, AnswerType
from ..models.template_draft import DraftGroup
from ..models.template_references import Place, elements

_TEXTS = ("label", "help", "unit")
_LISTS = ("options", "rows", "columns")


@dataclass(frozen=True)
class Counts:
    """How many there are; `lacking` are the places with a text that lacks a language.

    `lacking_sets` are the names of the option sets with such a text.
    """

    groups: int
    questions: int
    required: int
    conditional: int
    types: tuple[tuple[AnswerType, int], ...]
    lacking: tuple[Place, ...]
    lacking_sets: tuple[str, ...]


def count(groups: Iterable[DraftGroup], option_sets: Mapping[str, list[Data]]) -> Counts:
    """Return the numbers of a draft."""
    found = list(elements(groups))
    questions = [data for _place, data in found if "type" in data]
    types = Counter(AnswerType(question["type"]) for question in questions)
    return Counts(
        groups=len(found) - len(questions),
        questions=len(questions),
        required=sum(bool(question.get("required")) for question in questions),
        conditional=sum(bool(data.get("visible_if")) for _place, data in found),
        types=tuple(types.most_common()),
        lacking=tuple(place for place, data in found if lacks_translation(data)),
        lacking_sets=tuple(
            name for name, options in option_sets.items() if any(map(_lacks, options))
        ),
    )


def lacks_translation(data: Data) -> bool:
    """Return whether a text of a group or question is there in one language only."""
    return any(map(_lacks, _texts(data)))


def _texts(data: Data) -> Iterator[Mapping[str, Any]]:
    """Yield the texts of a group or question: its own, its options', rows' and columns'."""
    yield from (data[name] for name in _TEXTS if data.get(name))
    for name in _LISTS:
        for entry in data.get(name, ()):
            yield entry
            yield from entry.get("options", ())
            yield from [entry["unit"]] if entry.get("unit") else []


def _lacks(text: Mapping[str, Any]) -> bool:
    given = [bool(str(text.get(language) or "").strip()) for language in LANGUAGES]
    return any(given) and not all(given)
