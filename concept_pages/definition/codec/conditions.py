"""Conditions ↔ data."""

from __future__ import annotations

from typing import Any

from .. import reading
from ..elements import AllOf, AnyOf, Comparison, Condition, Operator
from ..problems import DefinitionError, gettext_noop
from ..reading import Data, Place, TooLarge


def condition_from_data(data: object) -> Condition:
    """Return the condition that data describe; whom it refers to is not looked at.

    Raises:
        DefinitionError: the data are no condition.
    """
    place = Place()
    try:
        condition = read_condition(place, data)
    except TooLarge:
        condition = None
    if condition is None or place.problems:
        raise DefinitionError(place.problems)
    return condition


def condition_to_data(condition: Condition) -> Data:
    """Return a condition as data; `condition_from_data` reads back the same."""
    if isinstance(condition, AllOf):
        return {"all": [condition_to_data(part) for part in condition.parts]}
    if isinstance(condition, AnyOf):
        return {"any": [condition_to_data(part) for part in condition.parts]}
    data: Data = {"question": condition.question, "operator": condition.operator.value}
    if condition.value is not None:
        value = condition.value
        data["value"] = list(value) if isinstance(value, tuple) else value
    return data


def read_condition(place: Place, data: object, depth: int = 1) -> Condition | None:
    """Return the condition at a place; None and a problem where there is none."""
    if depth > reading.MAX_DEPTH:
        place.bad(
            gettext_noop("Conditions nest deeper than %(limit)s levels."), limit=reading.MAX_DEPTH
        )
        return None
    entries = reading.mapping(place, data)
    for name, join in (("all", AllOf), ("any", AnyOf)):
        if name in entries:
            return _join(place, entries, name, join, depth)
    if entries:
        return _comparison(place, entries)
    if isinstance(data, dict):
        place.bad(gettext_noop("The condition is empty."))
    return None


def _join(
    place: Place, entries: Data, name: str, join: type[AllOf] | type[AnyOf], depth: int
) -> Condition | None:
    reading.known_only(place, entries, (name,))
    parts = [
        read_condition(place.below(name, str(number)), part, depth + 1)
        for number, part in enumerate(reading.listing(place.below(name), entries[name]))
    ]
    if not parts:
        place.below(name).bad(gettext_noop("The condition is empty."))
    return join(tuple(part for part in parts if part is not None)) if any(parts) else None


def _comparison(place: Place, entries: Data) -> Condition | None:
    reading.known_only(place, entries, ("question", "operator", "value"))
    unknown = gettext_noop("“%(found)s” is no way to compare.")
    operator = reading.choice(place.below("operator"), entries.get("operator"), Operator, unknown)
    question = reading.string(place.below("question"), entries.get("question"))
    if not question:
        place.below("question").bad(gettext_noop("The condition names no question."))
    if operator is None or not question:
        return None
    return Comparison(question, operator, _value(place.below("value"), entries.get("value")))


def _value(place: Place, data: object) -> Any:
    if isinstance(data, list | tuple):
        return tuple(_single(place, item) for item in data)
    return None if data is None else _single(place, data)


def _single(place: Place, data: object) -> str | bool | int | float:
    if isinstance(data, str | bool | int | float):
        return data
    place.bad(
        gettext_noop(
            "A condition compares with texts, numbers, true or false, not with %(found)s."
        ),
        found=reading.spelled(data),
    )
    return ""
