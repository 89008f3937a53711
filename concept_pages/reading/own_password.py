"""Asks somebody who is signed in for her password, and for another one in its place."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def is_own_password(request: HttpRequest, password: str) -> bool:
    """Return whether the person could sign in with a password.

    It is asked for as at the sign-in, so that wrong ones count, are recorded and lock the account.
    """
    name = request.user.get_username()
    return bool(authenticate(request, username=name, password=password) == request.user)


class OwnPasswordForm(PasswordChangeForm):
    """Asks for the old password and twice for the new one."""

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        user: Any = request.user  # nobody gets here without signing in
        super().__init__(user, data)
        self.request = request
        # The person came to read the page; what she wants to change is one of several on it.
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password2"].help_text = ""
        self.fields["new_password2"].label = _("New password again")

    def clean_old_password(self) -> str:
        """Refuse a password with which the person could not sign in."""
        password: str = self.cleaned_data["old_password"]
        if not is_own_password(self.request, password):
            wrong = self.error_messages["password_incorrect"]
            raise ValidationError(wrong, code="password_incorrect")
        return password
