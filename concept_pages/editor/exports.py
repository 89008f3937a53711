"""Buttons in the header of the edit view that save a page as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from workflows.models import Release
from workflows.states import State

from ..access.grants import User
from ..documents.export import LOG_ACTION, may_export, may_export_draft
from ..documents.formats import FORMATS, Format
from ..models import ConceptPage, TemplatePage

OFFERED = (FORMATS["pdf"], FORMATS["docx"])
"""The formats that have a button; the reading side offers all of them."""


def export_buttons(page: Page, user: User) -> Iterator[Button]:
    """Yield a button for each file that a person may have of a page."""
    if not isinstance(page, ConceptPage | TemplatePage):
        return
    lifecycle = page.lifecycle
    if lifecycle.released_id and may_export(user, page):
        releases = Release.objects.values_list("number", flat=True)
        number = releases.get(pk=lifecycle.released_id)
        for made in OFFERED:
            label = _("%(format)s of version %(number)s")
            yield _button(page, made, label % {"format": made.label, "number": number})
    if lifecycle.in_state is not State.APPROVED and may_export_draft(user, page):
        for made in OFFERED:
            label = _("%(format)s of the draft") % {"format": made.label}
            yield _button(page, made, label, draft="1")


def _button(page: Page, made: Format, label: str, **asked: str) -> Button:
    address = reverse("concept_pages:export", args=(page.pk, made.key))
    asked["language"] = (get_language() or "de")[:2]
    return Button(label, f"{address}?{urlencode(asked)}", icon_name="download", priority=90)


def register_exports(actions: LogActionRegistry) -> None:
    """Tell the history of pages how to say that somebody took a file."""
    actions.register_action(LOG_ACTION)(ExportFormatter)


class ExportFormatter(LogFormatter):
    """Says in Wagtail's history which file was taken."""

    label = gettext_lazy("Export")

    def format_message(self, log_entry: Any) -> str:
        """Return the kind of file and the release it was made from."""
        format = str(log_entry.data.get("format", ""))
        words = {"format": FORMATS[format].label if format in FORMATS else format}
        number = log_entry.data.get("release")
        if not number:
            return _("Exported the draft as %(format)s") % words
        return _("Exported version %(number)s as %(format)s") % {**words, "number": number}
