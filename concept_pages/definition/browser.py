"""What the browser needs to decide visibility by itself, in `conditions.js`."""

from __future__ import annotations

from typing import Any

from .codec import condition_to_data
from .conditions import comparisons
from .elements import Definition, Group, Question


def visibility_spec(definition: Definition) -> dict[str, Any]:
    """Return the conditions of a definition as compact JSON.

    `elements` lists [key, index of the group it lies in or -1, condition or null] for each group
    and question, in the order of the document. `types` has the type of each question that a
    condition asks for: a form need only listen to those.
    """
    elements: list[list[Any]] = []
    asked: set[str] = set()

    def add(element: Group | Question, above: int) -> int:
        condition = element.visible_if
        elements.append([element.key, above, condition and condition_to_data(condition)])
        asked.update(comparison.question for comparison in comparisons(condition))
        return len(elements) - 1

    def visit(group: Group, above: int) -> None:
        index = add(group, above)
        for question in group.questions:
            add(question, index)
        for child in group.groups:
            visit(child, index)

    for group in definition.groups:
        visit(group, -1)
    types = {key: kind.value for key, kind in definition.types.items() if key in asked}
    return {"types": types, "elements": elements}
