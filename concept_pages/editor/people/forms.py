"""The forms of an account: who she is, and how she comes to a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserCreationForm, UserEditForm

from workflows.people import name_of

from ...actions.password_links import language_of
from ...actions.passwords import is_of_directory, may_have_local_password
from ...queries.people import deletion_of, holder_of_address
from ..overtaken import NoticesChanges, replaced
from .names import NamesInOneLine

FIELDS_OF_SUPERUSERS = ("is_superuser", "groups")
"""What only superusers decide; roles are given in the list of role assignments."""

INVITE, PASSWORD = "invite", "password"

NOTICED = ("first_name", "last_name", "username", "email")
"""What nobody puts back unknowingly, besides the language."""


class _PersonForm(NamesInOneLine):
    """What both forms share: two accounts are never spelled alike, and mails go to one person."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("Of the screens and of mails; everybody can change her own."),
    )

    def __init__(self, *args: Any, for_user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail address")
        self.fields["username"].label = _("User name")
        self.fields["language"].initial = language_of(self.instance)
        if "password1" in self.fields:
            self.fields["password2"].help_text = ""
        if not for_user.is_superuser:
            for name in FIELDS_OF_SUPERUSERS:
                self.fields.pop(name, None)

    def clean_username(self) -> str:
        """Refuse an account that differs from another one in capital letters only.

        Nor does anybody take the name of one that was deleted: what it did is told by that name.
        """
        account: str = self.cleaned_data["username"]
        if self.fields["username"].disabled:
            return account
        if other := self._others().filter(username__iexact=account).first():
            raise forms.ValidationError(
                _("This user name is taken already, by %(person)s. Capital letters do not count.")
                % {"person": name_of(other)}
            )
        is_another = account.casefold() != self.instance.get_username().casefold()
        if is_another and (deletion := deletion_of(account)):
            raise forms.ValidationError(
                _(
                    "An account of this user name was deleted on %(date)s, and logs still name it. "
                    "Please choose another one, so that nobody takes the two for the same person."
                )
                % {"date": date_format(timezone.localtime(deletion.at), "DATE_FORMAT")}
            )
        return account

    def clean_email(self) -> str:
        """Refuse an address that somebody else has: links to choose a password go there."""
        address: str = self.cleaned_data["email"].strip()
        if self.fields["email"].disabled:
            return address
        if address and (other := holder_of_address(address, but=self.instance)):
            raise forms.ValidationError(
                _("This e-mail address belongs to %(person)s already.") % {"person": name_of(other)}
            )
        return address

    def _others(self) -> Any:
        return get_user_model()._default_manager.exclude(pk=self.instance.pk)


class PersonCreationForm(_PersonForm, UserCreationForm):
    """Creates an account; she is invited, or gets a first password."""

    password_required = False
    field_order = (
        "first_name", "last_name", "username", "email", "language", "start", "password1",
        "password2", "is_superuser", "groups",
    )  # fmt: skip
    start = forms.ChoiceField(
        choices=[
            (INVITE, gettext_lazy("Send an invitation: she chooses a password herself")),
            (PASSWORD, gettext_lazy("Set a first password: she has to change it at once")),
        ],
        initial=INVITE,
        widget=forms.RadioSelect,
        label=gettext_lazy("How she gets in"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("First password")
        self.fields["password2"].label = _("First password again")
        self.fields["password1"].help_text = _with_rules(_("Only if you set one."))
        self.fields["email"].help_text = _("An invitation needs one.")

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs: an address, or a password."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("start") == INVITE:
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _("An invitation needs an e-mail address."))
            if cleaned.get("password1"):
                self.add_error(
                    "start", _("You entered a password; choose to set it, or leave it empty.")
                )
        elif cleaned.get("start") == PASSWORD and not cleaned.get("password1"):
            self.add_error("password1", _("Enter a first password."))
        return cleaned


class PersonEditForm(NoticesChanges, _PersonForm, UserEditForm):
    """Changes an account; whether it is active is decided on the person's page."""

    field_order = PersonCreationForm.field_order
    overtaken = gettext_lazy(
        "Somebody has changed this account since you opened it: %(changes)s. What you entered is "
        "still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        if self.follows_directory:
            for name in NOTICED:
                self.fields[name].disabled = True
                self.fields[name].required = False  # an entry may have none
                self.fields[name].help_text = _("Comes from the directory and is changed there.")
        self.fields.pop("is_active", None)
        if editing_self or not may_have_local_password(self.instance):
            # Her own she changes on her account page; one in a directory is changed there.
            del self.fields["password1"], self.fields["password2"]
        else:
            self.fields["password1"].label = _("New password")
            self.fields["password2"].label = _("New password again")
            self.fields["password1"].help_text = _with_rules(
                _("Leave empty to keep her password. A new one has to be changed at once.")
            )

    def stored(self) -> dict[str, Any] | None:
        """Return the account as it is until this form has been cleaned."""
        kept_here = () if self.follows_directory else NOTICED
        named = {name: getattr(self.instance, name) for name in kept_here}
        return named | {"language": language_of(self.instance)}

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the account has changed."""
        languages = dict(settings.LANGUAGES)
        return "; ".join(
            replaced(
                self.fields[name].label,
                languages.get(before[name], before[name]),
                languages.get(new, new),
            )
            for name, new in now.items()
            if before[name] != new
        )

    @cached_property
    def follows_directory(self) -> bool:
        """Whether names and address come from a directory, which would undo what is typed here."""
        return is_of_directory(self.instance)

    @property
    def password_enabled(self) -> bool:
        """Whether there is a password to be saved; Wagtail asks this."""
        return not hasattr(self, "fields") or "password1" in self.fields

    def clean_email(self) -> str:
        """Keep the address of whoever has been invited: the link went there."""
        address = super().clean_email()
        state = getattr(self.instance, "password_state", None)
        if not address and state is not None and state.is_invited:
            raise forms.ValidationError(_("An invitation needs an e-mail address."))
        return address


def _with_rules(sentence: str) -> SafeString:
    """Return a sentence with the rules for passwords below it."""
    rules = mark_safe(password_validators_help_text_html())  # noqa: S308 - Django's own rules
    return format_html("{} {}", sentence, rules)
