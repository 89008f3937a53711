"""The form that says which group in the directory gives which role where."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...actions.assignments import NotYoursToGive, refuse_without_right
from ...actions.directory.mapping import save_mapping
from ...directory.door import key_of
from ...models import DirectoryGroup
from ..roles.forms import GivableForm


class DirectoryGroupForm(GivableForm):
    """The form of one row; it offers only what the person may give."""

    def clean_dn(self) -> str:
        """Refuse what cannot be a distinguished name."""
        dn: str = self.cleaned_data["dn"].strip()
        if not key_of(dn):
            raise ValidationError(
                _("This is no distinguished name. It looks like cn=operators,dc=example,dc=org.")
            )
        return dn

    def clean(self) -> dict[str, Any]:
        """Refuse what the person may not give, and what the table says already."""
        cleaned: dict[str, Any] = super().clean()
        if {"dn", "role", "service_group"} <= cleaned.keys():
            try:
                refuse_without_right(cleaned["role"], cleaned["service_group"], self.for_user)
            except NotYoursToGive as refusal:
                raise ValidationError(refusal.sentence) from refusal
            self.instance.dn_key = key_of(cleaned["dn"])
            same = DirectoryGroup.objects.filter(
                dn_key=self.instance.dn_key,
                role=cleaned["role"],
                service_group=cleaned["service_group"],
            )
            if same.exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("This group gives this role there already."))
        return cleaned

    def save(self, commit: bool = True) -> DirectoryGroup:
        """Save the row; the assignments that came from it follow."""
        return save_mapping(super().save(commit=False), by=self.for_user)
