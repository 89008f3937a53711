"""A second, simpler way to find out what is visible, straight from the data of a template.

It shares no line with `concept_pages.definition`; property tests compare the two.
"""

from __future__ import annotations

import math
import re
from typing import Any


def visible_keys(
    data: dict[str, Any], answers: dict[str, Any], not_applicable: dict[str, str]
) -> set[str]:
    """Return the keys of all groups and questions that are visible."""
    shown: dict[str, dict[str, Any]] = {}
    answered: dict[str, Any] = {}

    def meet(element: dict[str, Any], above: bool) -> bool:
        condition = element.get("visible_if")
        visible = (
            above
            and element["key"] not in not_applicable
            and (condition is None or condition_holds(condition))
        )
        if visible:
            shown[element["key"]] = element
        return visible

    def condition_holds(condition: dict[str, Any]) -> bool:
        if "all" in condition:
            return not any(not condition_holds(part) for part in condition["all"])
        if "any" in condition:
            return any(condition_holds(part) for part in condition["any"])
        key, operator = condition["question"], condition["operator"]
        if key not in answered:
            return operator in ("not_answered", "not_equals", "not_in", "not_contains")
        return compares(shown[key]["type"], answered[key], operator, condition.get("value"))

    def visit(group: dict[str, Any], above: bool) -> None:
        visible = meet(group, above)
        for question in group.get("questions", []):
            key = question["key"]
            if meet(question, visible) and is_given(question["type"], answers.get(key)):
                answered[key] = answers[key]
        for section in group.get("sections", []):
            visit(section, visible)

    for chapter in data["chapters"]:
        visit(chapter, True)
    return set(shown)


def is_given(kind: str, value: Any, row: bool = False) -> bool:
    """Return whether there is anything in a value."""
    if isinstance(value, str):
        return re.search("[^ \t\n\v\f\r\xa0]", value) is not None
    if isinstance(value, list):
        return any(is_given(kind, item, kind == "table" and not row) for item in value)
    if isinstance(value, dict):
        return any(
            is_given("cell", item) for key, item in value.items() if not (row and key == "row")
        )
    return value is not None


def compares(kind: str, have: Any, operator: str, want: Any) -> bool:
    """Return whether a given answer compares so."""
    bag = list(have.values()) if kind == "matrix" and isinstance(have, dict) else have
    bag = bag if isinstance(bag, list) else [bag]
    if operator.startswith("not_"):
        opposite = {"not_equals": "equals", "not_in": "in", "not_contains": "contains"}
        return operator != "not_answered" and not compares(kind, have, opposite[operator], want)
    if operator in ("gt", "gte", "lt", "lte"):
        left, right = rank(kind, have), rank(kind, want)
        if left is None or right is None:
            return False
        return {"gt": left > right, "gte": left >= right, "lt": left < right, "lte": left <= right}[
            operator
        ]
    return {
        "answered": lambda: True,
        "equals": lambda: equal(have, want),
        "in": lambda: any(equal(have, one) for one in want),
        "contains": lambda: any(equal(part, want) for part in bag),
        "contains_any": lambda: any(equal(part, one) for part in bag for one in want),
    }[operator]()


def equal(have: Any, want: Any) -> bool:
    if isinstance(have, bool | str) or isinstance(want, bool | str):
        return type(have) is type(want) and have == want
    if not isinstance(have, int | float) or not isinstance(want, int | float):
        return False
    try:
        return math.isfinite(have) and float(have) == float(want)
    except OverflowError:
        return False


def rank(kind: str, value: Any) -> Any:
    """Return what orders answers of a type, or None."""
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if abs(value) < 1e308 * 1.7 else None
    shapes = {
        "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "month": r"[0-9]{4}-[0-9]{2}",
        "time": r"(?:[01][0-9]|2[0-3]):[0-5][0-9]",
        "duration": r"[0-9]{2,3}:[0-5][0-9]",
    }
    if kind not in shapes or not isinstance(value, str) or not re.fullmatch(shapes[kind], value):
        return None
    return [int(part) for part in re.split("[-:]", value)]
