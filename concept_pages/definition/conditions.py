"""When a condition holds: *question operator value*, joined by all and any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .elements import AllOf, AnswerType, AnyOf, Comparison, Condition, Operator
from .quantities import QUANTITIES, number, quantity

WITHOUT_VALUE = frozenset({Operator.ANSWERED, Operator.NOT_ANSWERED})
WITH_LIST = frozenset({Operator.IN, Operator.NOT_IN, Operator.CONTAINS_ANY})
OF_BAGS = frozenset({Operator.CONTAINS, Operator.CONTAINS_ANY, Operator.NOT_CONTAINS})
OF_ORDER = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE})
OF_VALUES = frozenset({Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN})

HOLDS_UNANSWERED = frozenset(
    {Operator.NOT_ANSWERED, Operator.NOT_EQUALS, Operator.NOT_IN, Operator.NOT_CONTAINS}
)
"""What an unanswered or hidden question satisfies."""

BAGS = frozenset({AnswerType.MULTIPLE_CHOICE, AnswerType.MATRIX, AnswerType.REFERENCE_SERVICE})
"""The types whose answers can contain something."""

_ONE_VALUE = (
    frozenset(AnswerType)
    - BAGS
    - {
        AnswerType.TABLE,
        AnswerType.FILE,
        AnswerType.IP_LIST,
        AnswerType.HOSTNAME_LIST,
    }
)


def operators_for(kind: AnswerType, *, multiple: bool = False) -> frozenset[Operator]:
    """Return the operators that say something about answers of a type; for lists of choices.

    `multiple` is whether a `reference_service` question takes several services.
    """
    found = WITHOUT_VALUE
    if kind in BAGS and (kind is not AnswerType.REFERENCE_SERVICE or multiple):
        found |= OF_BAGS
    elif kind in _ONE_VALUE or kind is AnswerType.REFERENCE_SERVICE:
        found |= OF_VALUES
    if kind in QUANTITIES:
        found |= OF_ORDER
    return found


def same(have: object, want: object) -> bool:
    """Return whether two single values are equal; true is not 1, and 1 is 1.0."""
    if isinstance(have, bool) or isinstance(want, bool):
        return have is want
    if isinstance(have, str):
        return isinstance(want, str) and have == want
    found = number(have)
    return found is not None and found == number(want)


def _among(have: object, wanted: object) -> bool:
    return any(same(have, want) for want in _listed(wanted))


def _listed(value: object) -> list[object] | tuple[object, ...]:
    return value if isinstance(value, list | tuple) else (value,)


def _bag(kind: AnswerType, have: object) -> list[object] | tuple[object, ...]:
    """Return the parts of an answer; of a matrix the ratings of its rows."""
    if kind is AnswerType.MATRIX and isinstance(have, dict):
        return list(have.values())
    return _listed(have)


def _contains(kind: AnswerType, have: object, want: object) -> bool:
    return any(same(part, want) for part in _bag(kind, have))


def _contains_any(kind: AnswerType, have: object, wanted: object) -> bool:
    return any(_among(part, wanted) for part in _bag(kind, have))


def _ordered(fits: Callable[[int], bool]) -> Callable[[AnswerType, object, object], bool]:
    def relation(kind: AnswerType, have: object, want: object) -> bool:
        left, right = quantity(kind, have), quantity(kind, want)
        if isinstance(left, str) and isinstance(right, str):
            return fits((left > right) - (left < right))
        if isinstance(left, float) and isinstance(right, float):
            return fits((left > right) - (left < right))
        return False

    return relation


RELATIONS: dict[Operator, Callable[[AnswerType, object, object], bool]] = {
    Operator.EQUALS: lambda kind, have, want: same(have, want),
    Operator.NOT_EQUALS: lambda kind, have, want: not same(have, want),
    Operator.IN: lambda kind, have, want: _among(have, want),
    Operator.NOT_IN: lambda kind, have, want: not _among(have, want),
    Operator.CONTAINS: _contains,
    Operator.CONTAINS_ANY: _contains_any,
    Operator.NOT_CONTAINS: lambda kind, have, want: not _contains(kind, have, want),
    Operator.ANSWERED: lambda kind, have, want: True,
    Operator.NOT_ANSWERED: lambda kind, have, want: False,
    Operator.GT: _ordered(lambda order: order > 0),
    Operator.GTE: _ordered(lambda order: order >= 0),
    Operator.LT: _ordered(lambda order: order < 0),
    Operator.LTE: _ordered(lambda order: order <= 0),
}
"""What each operator says about a given answer; values of the wrong kind relate to nothing."""


def holds(
    condition: Condition, given: Mapping[str, object], types: Mapping[str, AnswerType]
) -> bool:
    """Return whether a condition holds.

    `given` are the answers that count: of visible questions, and not empty. `types` has the type of
    each question.
    """
    if isinstance(condition, AllOf):
        return all(holds(part, given, types) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, given, types) for part in condition.parts)
    if condition.question not in given:
        return condition.operator in HOLDS_UNANSWERED
    relation = RELATIONS[condition.operator]
    return relation(types[condition.question], given[condition.question], condition.value)


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Yield the leaves of a condition, from left to right."""
    if isinstance(condition, Comparison):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from comparisons(part)


def fits_value(kind: AnswerType, value: object) -> bool:
    """Return whether a single value is of the kind that answers of a type are compared with."""
    if kind is AnswerType.YES_NO:
        return isinstance(value, bool)
    if kind in QUANTITIES:
        return quantity(kind, value) is not None
    return isinstance(value, str)
