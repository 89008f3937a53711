"""What Wagtail's account page offers to change: not what comes from a directory.

What is changed there is recorded and told like everywhere else.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel

from ...actions.passwords import is_of_directory
from ...actions.people import change_own_names
from ...queries.people import holder_of_address
from .names import NamesInOneLine


class OwnNamesForm(NamesInOneLine, NameEmailForm):
    """Names and address of whoever is signed in."""

    def clean_email(self) -> str:
        """Refuse an address that somebody else has, without a word on who that is."""
        address: str = self.cleaned_data["email"].strip()
        if address and holder_of_address(address, but=self.instance):
            raise forms.ValidationError(_("This e-mail address belongs to somebody else already."))
        return address

    def save(self, commit: bool = True) -> Any:
        """Save them, recorded and told like those of others."""
        person = super().save(commit=False)
        if commit:
            change_own_names(person)
        return person


def keep_own_names() -> None:
    """Save names and address our way, and offer none to whom a directory gives them.

    It would undo the change.
    """
    NameEmailSettingsPanel.form_class = OwnNamesForm
    NameEmailSettingsPanel.is_active = lambda panel: not is_of_directory(panel.user)
