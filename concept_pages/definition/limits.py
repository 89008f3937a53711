"""Which limits belong to which answer type."""

from __future__ import annotations

from .elements import AnswerType

_LENGTH = frozenset({"min_length", "max_length"})
_RANGE = frozenset({"min", "max"})
_OPTIONS = frozenset({"options", "option_set", "other"})
_SELECTED = frozenset({"min_selected", "max_selected"})
_TABLE = frozenset({"columns", "rows", "preset_column", "allow_add_rows", "min_rows", "max_rows"})

LIMITS: dict[AnswerType, frozenset[str]] = {
    AnswerType.TEXT: _LENGTH | {"pattern"},
    AnswerType.LONGTEXT: _LENGTH | {"pattern"},
    AnswerType.RICHTEXT: _LENGTH,
    AnswerType.SINGLE_CHOICE: _OPTIONS,
    AnswerType.MULTIPLE_CHOICE: _OPTIONS | _SELECTED,
    AnswerType.YES_NO: frozenset(),
    AnswerType.DATE: _RANGE,
    AnswerType.MONTH: _RANGE,
    AnswerType.TIME: _RANGE,
    AnswerType.DURATION: _RANGE,
    AnswerType.INTEGER: _RANGE | {"unit"},
    AnswerType.NUMBER: _RANGE | {"unit"},
    AnswerType.LETTERS: _LENGTH,
    AnswerType.EMAIL: _LENGTH,
    AnswerType.URL: _LENGTH,
    AnswerType.IP_LIST: frozenset({"ip_version"}),
    AnswerType.HOSTNAME_LIST: frozenset(),
    AnswerType.TABLE: _TABLE,
    AnswerType.MATRIX: frozenset({"columns", "rows"}),
    AnswerType.REFERENCE_SERVICE: _SELECTED | {"other", "multiple", "filter_by"},
    AnswerType.FILE: frozenset({"accept", "max_size_mb"}),
}
"""The limits that have a meaning for a type; a definition with any other is refused."""

ALL_LIMITS = tuple(sorted(frozenset().union(*LIMITS.values())))
