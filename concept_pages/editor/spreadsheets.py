"""Lists of Wagtail's admin as CSV files that spreadsheet programs read letter by letter.

People type titles and, at the sign-in, whatever they like for a user name: no cell is a formula.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ..imports.table_cells import BOM, defused


def write_plain_tables() -> None:
    """Let every CSV file that Wagtail writes say its encoding and hold nothing but texts."""
    SpreadsheetExportMixin.write_csv_row = _defusing(SpreadsheetExportMixin.write_csv_row)
    written = SpreadsheetExportMixin.write_csv_response
    SpreadsheetExportMixin.write_csv_response = _marking(written)


def _marking(written: Callable[..., StreamingHttpResponse]) -> Callable[..., StreamingHttpResponse]:
    """Return what writes a file, and the mark in front of it."""

    def write_csv_response(view: Any, queryset: Any) -> StreamingHttpResponse:
        response = written(view, queryset)
        lines: Any = response.streaming_content
        response.streaming_content = chain((BOM.encode(),), lines)
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        return response

    return write_csv_response


def _defusing(written: Callable[..., Any]) -> Callable[..., Any]:
    """Return what writes a row whose texts are no formulas."""

    def write_csv_row(view: Any, writer: Any, row: dict[str, Any]) -> Any:
        plain = {key: defused(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
        return written(view, writer, plain)

    return write_csv_row
