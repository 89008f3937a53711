"""Cells of tables that spreadsheet programs read: UTF-8, and no text that becomes a formula."""

from __future__ import annotations

BOM = "\ufeff"
"""Spreadsheet programs read a table as UTF-8 only where it begins with this."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
"""With these a formula begins; the apostrophe, so that `armed` finds every text as it was."""


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def armed(text: str) -> str:
    """Return what was written before `defused`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
