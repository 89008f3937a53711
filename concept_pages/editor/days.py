"""How forms of the admin ask for a day."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own input for a day.

    Wagtail's picker turns what it cannot read into today, without a word; the browser's input
    lets nothing but days be typed, and the form refuses what is no day.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
