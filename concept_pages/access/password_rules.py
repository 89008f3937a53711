"""The rules for passwords: Django's own, said so that people know what to choose."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .password_guesses import GERMAN, joined, repeated_piece, undressed


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


SHORTEST_GUESS = 4
"""From how many letters on a password may not contain a name; shorter ones are in many words."""


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Refuses what can be guessed from the account, however often it is repeated.

    Django compares whole passwords only, and takes a name twice in a row for something else.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is like something of the person, or contains it."""
        super().validate(password, user)
        for attribute in self.user_attributes if user else ():
            guesses = _guesses(attribute, getattr(user, attribute, "") or "")
            if any(guess in password.casefold() for guess in guesses):
                field = user._meta.get_field(attribute)
                raise ValidationError(
                    self.get_error_message(),
                    code="password_too_similar",
                    params={"verbose_name": field.verbose_name},
                )

    def get_error_message(self) -> str:
        """Say what it is too close to; Django fills in the name of the field."""
        return _("This password is too close to something of the account: %(verbose_name)s.")

    def get_help_text(self) -> str:
        """Say what is too close."""
        return _("Nothing like the name, the user name or the e-mail address of the account.")


def _guesses(attribute: str, value: str) -> list[str]:
    """Return what of the person no password contains: each of her names, or her account."""
    whole = value.casefold().partition("@")[0] if attribute == "email" else value.casefold()
    words = whole.split() if attribute in ("first_name", "last_name") else [whole]
    return [word for word in words if len(word) >= SHORTEST_GUESS]


class NotCommon(CommonPasswordValidator):
    """Refuses what everybody tries first, also with a year or a sign of exclamation behind it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is well known, or that is one once it is undressed."""
        super().validate(password, user)
        left = {text for text in undressed(password) if len(text) >= SHORTEST_GUESS}
        if not left.isdisjoint(self.passwords) or not left.isdisjoint(GERMAN):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """Say that others have it, too."""
        return _("Many people use this password, with or without digits and signs.")

    def get_help_text(self) -> str:
        """Say what is too common."""
        return _("No password that many people use, not with digits and signs added either.")


LONGEST_PIECE = 8
FEWEST_CHARACTERS = 5


class NotRepeated:
    """Refuses what is long only because it says the same again and again."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a short piece several times in a row, and too few different characters."""
        text = joined(password.casefold())
        piece = repeated_piece(text)
        is_repeated = piece != text and len(piece) <= LONGEST_PIECE
        if is_repeated or len(set(password.casefold())) < FEWEST_CHARACTERS:
            raise ValidationError(self.get_error_message(), code="password_repeated")

    def get_error_message(self) -> str:
        """Say that more of the same makes nothing better."""
        return _("This password says the same few characters again and again.")

    def get_help_text(self) -> str:
        """Say what does not make a password longer."""
        return _("Not the same few characters again and again.")


PRODUCT = "SecDoc"


class NotTheSite:
    """Refuses the name of what one signs in to."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password with the name of the software or of the installation in it."""
        texts = {joined(text) for text in undressed(password)}
        for name in (PRODUCT, settings.SITE_NAME):
            guess = joined(name.casefold())
            if len(guess) >= SHORTEST_GUESS and any(guess in text for text in texts):
                raise ValidationError(
                    self.get_error_message(), code="password_of_site", params={"name": name}
                )

    def get_error_message(self) -> str:
        """Say which name; Django fills it in."""
        return _("This password contains the name of this site: %(name)s.")

    def get_help_text(self) -> str:
        """Say what is guessed, too."""
        return _("Not the name of this site.")


class NotOnlyDigits(NumericPasswordValidator):
    """Refuses numbers."""

    def get_error_message(self) -> str:
        """Say what there is too little of."""
        return _("This password has only digits.")

    def get_help_text(self) -> str:
        """Say that a number does not do."""
        return _("Not only digits.")
