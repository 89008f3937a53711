"""Choices of rows in forms: what is gone or was never there is said without its number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from workflows.row_numbers import row_number


class OfRows:
    """A choice that knows no number larger than any row has: SQLite cannot look for one."""

    error_messages: Any

    def clean(self, value: Any) -> Any:
        """Refuse what is no row, and return the chosen ones."""
        sent = value if isinstance(value, list | tuple) else [value]
        if any(isinstance(one, str) and one and row_number(one) is None for one in sent):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)  # type: ignore[misc] # a field follows


class RowChoice(OfRows, forms.ModelChoiceField):
    """A choice of one row."""


class RowChoices(OfRows, forms.ModelMultipleChoiceField):
    """A choice of several rows."""

    default_error_messages = {
        "invalid_choice": gettext_lazy(
            "Something that you chose is not offered, perhaps no longer. Choose again."
        ),
    }
