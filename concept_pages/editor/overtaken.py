"""Forms that notice when somebody else has saved meanwhile, so that nobody undoes it unknowingly.

A form carries what was stored when it was opened, signed, in a hidden field.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

_SALT = "concept_pages.overtaken"


class NoticesChanges(forms.BaseForm):
    """A form that refuses once what would undo the changes of somebody else; then she knows."""

    overtaken: Any
    """The sentence that says so, with a place for `changes`."""
    data: Any
    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.stored()
        if stored is not None:
            self.fields["seen"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=_signed(stored)
            )

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that the person has changed; what the form carries is none of hers."""
        return [name for name in super().changed_data if name != "seen"]

    def stored(self) -> dict[str, Any] | None:
        """Return what is stored now of what the form changes, as JSON has it; None if it is new."""
        raise NotImplementedError

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words what differs; "" where nothing does."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Refuse where what is stored is no longer what the form showed."""
        cleaned: dict[str, Any] = super().clean() or {}
        now = self.stored()
        if now is None or not (changes := self._changes_since(cleaned.get("seen", ""), now)):
            return cleaned
        data = self.data.copy()
        data[self.add_prefix("seen")] = _signed(now)
        self.data = data
        raise ValidationError(self.overtaken, params={"changes": changes})

    def _changes_since(self, seen: str, now: dict[str, Any]) -> str:
        """Return what differs from what the form showed.

        Without a readable signature nothing is known, and so nothing differs.
        """
        try:
            before = signing.loads(seen, salt=_SALT)
        except signing.BadSignature:
            return ""
        if before.keys() != now.keys():  # from before an upgrade of the software
            return ""
        return self.said(before, now)


def replaced(field: Any, before: str, now: str) -> str:
    """Return in words that a field says something else now; what is empty is a dash."""
    words = {"field": field, "now": now or "–", "before": before or "–"}
    return _("%(field)s: “%(now)s” instead of “%(before)s”") % words


def _signed(facts: dict[str, Any]) -> str:
    return signing.dumps(facts, salt=_SALT)
