"""What an open form knows of a service's own questions, which their owner may change meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..definition.elements import Definition, Question
from ..definition.keys import OWN_PREFIX, is_own

OWN = OWN_PREFIX
"""Where the base of a form keeps the shapes of these questions: no question has this key."""


def shapes_of(definition: Definition) -> str:
    """Return for each own question what decides how its field is read, as JSON."""
    own = {key: question for key, question in definition.questions.items() if is_own(key)}
    return json.dumps({key: _shape(question) for key, question in own.items()}) if own else ""


def homeless(
    posted: Mapping[str, Any], fields: Mapping[str, str], definition: Definition, shapes: str
) -> list[str]:
    """Return what was posted for own questions that are gone, elsewhere, or ask otherwise by now.

    `fields` are the names of the fields by question key, `shapes` is what the form was loaded with.
    """
    return [text for name, text in _posted(posted, reshaped(definition, shapes), fields) if text]


def reshaped(definition: Definition, shapes: str) -> frozenset[str]:
    """Return the own questions that ask otherwise than when a form was loaded with `shapes`."""
    try:
        before = json.loads(str(shapes or "{}"))
    except ValueError:
        before = {}
    if not isinstance(before, dict):
        return frozenset()
    questions = definition.questions
    return frozenset(
        key for key in before if key in questions and before[key] != _shape(questions[key])
    )


def _posted(
    posted: Mapping[str, Any], changed: frozenset[str], fields: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    known = {name for key, name in fields.items() if is_own(key) and key not in changed}
    for name in posted:
        is_of_own = name.startswith("body-") and f"-{OWN_PREFIX}" in name
        if is_of_own and name not in known:
            yield name, str(posted[name]).strip()


def _shape(question: Question) -> str:
    return "/".join((question.type.value, *(option.key for option in question.options)))
