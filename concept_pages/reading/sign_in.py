"""The form of signing in; it says why somebody is not let in whose password may well be right."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm

from ..actions.directory.entries import SignInRefused


class SignInForm(LoginForm):
    """Wagtail's form with the sentences of the directory."""

    def clean(self) -> dict[str, Any]:
        """Check name and password."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except SignInRefused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return cleaned
