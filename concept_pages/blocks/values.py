"""A stored body as answers by question key, and answers as a body to store.

The body is the raw JSON of a StreamField: one block of type `section` for each group that holds
questions, in the order of the template: `{"group": key, "answers": {question key: answer}}`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ..definition.elements import Definition
from ..definition.emptiness import is_blank

Answers = dict[str, Any]


def answers_of_body(raw_body: Iterable[Mapping[str, Any]]) -> Answers:
    """Return every stored answer by question key, those that no template knows included."""
    return {
        key: answer
        for block in raw_body
        if block.get("type") == "section"
        for key, answer in (block["value"].get("answers") or {}).items()
    }


def body_from_answers(definition: Definition, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the raw body that stores these answers in the order of the definition.

    Answers whose question the definition does not know are kept in a last block of group "".
    """
    left = dict(answers)
    body = [
        _section(group.key, {q.key: left.pop(q.key) for q in group.questions if q.key in left})
        for group in definition.walk_groups()
        if group.questions
    ]
    return [*body, _section("", left)] if left else body


def merge(
    stored: Mapping[str, Any], edited: Mapping[str, Any], editable_keys: Collection[str]
) -> Answers:
    """Return the stored answers with the edited ones put in their place.

    Only editable keys change: what a form did not show, and what the template does not know, stays
    as it was. A blank edit removes the answer.
    """
    merged = {key: value for key, value in stored.items() if key not in editable_keys}
    changed = {key: edited.get(key) for key in editable_keys}
    return merged | {key: value for key, value in changed.items() if not is_blank(value)}


def _section(group: str, answers: Answers) -> dict[str, Any]:
    # The id depends on the group alone, so a comment or a comparison finds the block again.
    block_id = str(uuid5(NAMESPACE_URL, f"secdoc:section:{group}"))
    return {"type": "section", "value": {"group": group, "answers": answers}, "id": block_id}
