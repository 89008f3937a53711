"""Titles in both languages: `title` is the German one, as Wagtail needs a single field."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..definition.elements import Text


class BilingualTitle(models.Model):
    """The English title beside Wagtail's own (German) one. Titles are never confidential."""

    title_en = models.CharField(
        _("English title"),
        max_length=255,
        blank=True,
        help_text=_("Titles are never confidential: everybody with access to a list sees them."),
    )

    title: str

    class Meta:
        abstract = True

    @property
    def label(self) -> Text:
        """The title in both languages."""
        return Text(self.title, self.title_en)

    def display_title(self) -> str:
        """Return the title in the active language."""
        return self.label.say((get_language() or "de")[:2])

    def get_admin_display_title(self) -> str:
        """Return the title for lists of the admin: a draft's German title, or the English one."""
        german = super().get_admin_display_title()  # type: ignore[misc] # a page comes after this
        return Text(german, self.title_en).say((get_language() or "de")[:2])


class BilingualName(models.Model):
    """A name in both languages, for rows that are not pages."""

    name_de = models.CharField(_("German name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label.say((get_language() or "de")[:2])

    @property
    def label(self) -> Text:
        """The name in both languages."""
        return Text(self.name_de, self.name_en)
