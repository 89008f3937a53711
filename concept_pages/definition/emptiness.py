"""Whether a question has been answered at all; the browser asks the same in conditions.js."""

from __future__ import annotations

from .elements import AnswerType

# Spelled out, because Python and JavaScript disagree about what else is white space.
BLANKS = " \t\n\v\f\r\u00a0"


def is_blank(value: object) -> bool:
    """Return whether a value holds nothing but None, blank strings and empty lists and mappings."""
    if isinstance(value, str):  # most values are, and this is asked of every cell
        return not value.strip(BLANKS)
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if part.strip(BLANKS):
                return False
        elif isinstance(part, list | tuple):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif part is not None:
            return False
    return True


def is_empty_row(row: object) -> bool:
    """Return whether no cell of a table row is filled; that it is a preset row does not count."""
    if isinstance(row, dict):
        return all(is_blank(cell) for key, cell in row.items() if key != "row")
    return is_blank(row)


def is_empty(kind: AnswerType, value: object) -> bool:
    """Return whether a value of this type is no answer. False and 0 are answers."""
    if kind is AnswerType.TABLE and isinstance(value, list | tuple):
        return all(is_empty_row(row) for row in value)
    return is_blank(value)
