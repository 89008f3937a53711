"""Names of people are one line: they stand in greetings of mails, in lists and in logs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ...definition.answer_types.texts import is_one_line


class NamesInOneLine(forms.ModelForm):
    """A form that refuses names with line breaks or invisible characters.

    The directory's are cleaned where they are read; so a field that it fills is not asked.
    """

    def clean_first_name(self) -> Any:
        """Refuse a first name that is no single line."""
        return self._in_one_line("first_name")

    def clean_last_name(self) -> Any:
        """Refuse a surname that is no single line."""
        return self._in_one_line("last_name")

    def _in_one_line(self, field: str) -> Any:
        name = self.cleaned_data[field]
        if not self.fields[field].disabled and not is_one_line(name):
            raise forms.ValidationError(
                _(
                    "The name contains a line break or an invisible control character; please type "
                    "it again."
                )
            )
        return name
