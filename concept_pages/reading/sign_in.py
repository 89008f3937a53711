"""The form of signing in; it says why somebody is not let in whose password may well be right."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm

from ..actions.directory.entries import SignInRefused


class SignInForm(LoginForm):
    """Wagtail's form with the sentences of the directory."""

    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": gettext_lazy(
            "User name and password do not go together. Please try again."
        ),
    }

    def clean(self) -> dict[str, Any]:
        """Check name and password."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except SignInRefused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return cleaned
