"""The top of the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .structure import StructurePage


class HomePage(StructurePage, Page):
    """The root of the site; readers start here."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
