"""Lists of Wagtail's admin as CSV files that spreadsheet programs read letter by letter."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ..imports.catalogue_writer import BOM


def mark_as_unicode() -> None:
    """Let every CSV file that Wagtail writes say its encoding, in the file and beside it."""
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
