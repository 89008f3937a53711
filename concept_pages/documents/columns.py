"""How a table is laid out on paper: how wide its columns are, and when there is too little room."""

from __future__ import annotations

from .document import Table, plain_text

MOST_COLUMNS = 6
"""A page in portrait has room for this many; wider tables are printed row below row."""

LINE = 100
"""Characters that fit side by side across a page, in the small type of a table."""

WHOLE_WORD = 20
"""Words up to this length are kept whole; longer ones, such as addresses, may be broken."""


def is_too_wide(table: Table) -> bool:
    """Return whether the table's rows are better printed one below another than side by side."""
    return len(table.header) > MOST_COLUMNS


def column_shares(table: Table) -> tuple[float, ...]:
    """Return the share of the width that each column gets; the shares add up to 1.

    Each column gets what keeps its words whole. What is left goes where texts are long.
    """
    columns = _columns(table)
    needs = [
        4 + min(_longest_word([name, *cells]), WHOLE_WORD)
        for name, cells in zip(table.header, columns, strict=True)
    ]
    wishes = [_longest_word(cells) + max(map(len, cells), default=0) / 4 for cells in columns]
    rest = max(LINE - sum(needs), 0) / (sum(wishes) or 1)
    widths = [need + wish * rest for need, wish in zip(needs, wishes, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def _columns(table: Table) -> list[list[str]]:
    return [
        ["\n".join(map(plain_text, row[index])) for row in table.rows]
        for index in range(len(table.header))
    ]


def _longest_word(texts: list[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)
