"""What a directory says about a person, as plain values; and why somebody is not let in.

SignInRefused         the text is a translated sentence for her
└─ DirectoryDown      the directory cannot be reached, or does not answer in time
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Entry:
    """A person in the directory; `groups` are the keys of the names of all her groups."""

    unique_id: str
    dn: str
    account: str
    first_name: str = ""
    last_name: str = ""
    mail: str = ""
    groups: frozenset[str] = field(default=frozenset())

    @property
    def name(self) -> str:
        """The full name; the account where there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.account


class SignInRefused(Exception):
    """Somebody is not let in, for a reason that she may know."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(reason)
        self.sentence = sentence
        self.reason = reason


class DirectoryDown(SignInRefused):
    """The directory cannot be asked; nothing is known and nothing may change."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            _(
                "The directory cannot be reached at the moment. Please try again later, or ask "
                "your administrators."
            ),
            f"directory down: {reason}",
        )
