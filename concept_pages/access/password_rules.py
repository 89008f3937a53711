"""The rules for passwords: Django's own, said so that people know what to choose."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Refuses short passwords."""

    def get_error_message(self) -> str:
        """Say how much is missing."""
        return ngettext(
            "This password is too short: %(count)d character is needed.",
            "This password is too short: %(count)d characters are needed.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        """Say how long a password has to be, and how to remember one."""
        return ngettext(
            "At least %(count)d character; a few words in a row are easy to remember.",
            "At least %(count)d characters; a few words in a row are easy to remember.",
            self.min_length,
        ) % {"count": self.min_length}


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Refuses what can be guessed from the account."""

    def get_error_message(self) -> str:
        """Say what it is too close to; Django fills in the name of the field."""
        return _("This password is too close to something of you: %(verbose_name)s.")

    def get_help_text(self) -> str:
        """Say what is too close."""
        return _("Nothing like your name, your user name or your e-mail address.")


class NotCommon(CommonPasswordValidator):
    """Refuses what everybody tries first."""

    def get_error_message(self) -> str:
        """Say that others have it, too."""
        return _("Many people use this password.")

    def get_help_text(self) -> str:
        """Say what is too common."""
        return _("No password that many people use.")


class NotOnlyDigits(NumericPasswordValidator):
    """Refuses numbers."""

    def get_error_message(self) -> str:
        """Say what there is too little of."""
        return _("This password has only digits.")

    def get_help_text(self) -> str:
        """Say that a number does not do."""
        return _("Not only digits.")
