"""The least that a page with a lifecycle can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from workflows.pages import LifecyclePage, LifecyclePart


class NotePage(LifecyclePage):
    """A note. The text "incomplete" keeps it from being handed in."""

    text = models.TextField(blank=True)

    submit_right = "note.edit"
    review_rights = ("note.release", "note.review")
    retire_right = "note.retire"
    read_right = "note.read"
    review_interval = timedelta(days=365)

    content_panels = [*Page.content_panels, FieldPanel("text")]
    subpage_types = ["notes.ParagraphPage"]

    def release_content(self) -> dict[str, Any]:
        """Return the text, with a number that databases write in different ways."""
        return {"title": self.title, "text": self.text, "number": 1e16}

    def submission_problems(self) -> list[str]:
        """Return a sentence where the text says so."""
        return [_("The text is incomplete.")] if "incomplete" in self.text else []


class ParagraphPage(LifecyclePart):
    """A part of a note."""

    text = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("text")]
    parent_page_types = ["notes.NotePage", "notes.ParagraphPage"]
    subpage_types = ["notes.ParagraphPage"]
