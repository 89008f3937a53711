"""Shows our moves in Wagtail's own history of a page, and as whose deputy somebody acted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, PageLogEntry

from ..words import EVENTS, event_of


def register_moves(actions: LogActionRegistry) -> None:
    """Show each move in Wagtail's history of a page, with its comment."""
    for move, event in EVENTS.items():
        formatter = type(f"{move}Formatter", (MoveFormatter,), {"label": event, "message": event})
        actions.register_action(f"workflows.{move}")(formatter)


class MoveFormatter(LogFormatter):
    """Says a move in Wagtail's history."""

    def format_message(self, log_entry: Any) -> Any:
        """Return what happened, with the version that came of it."""
        number = log_entry.data.get("number")
        move = log_entry.action.removeprefix("workflows.")
        event = event_of(move, log_entry.data.get("target", ""))
        if not number:
            return event
        return format_html(_("{event}: version {number}"), event=event, number=number)

    def format_comment(self, log_entry: Any) -> str:
        """Return the reason that was given."""
        return str(log_entry.data.get("comment", ""))


def name_both() -> None:
    """Let Wagtail's histories say of every line as whose deputy somebody acted.

    Wagtail says that a draft was saved without asking any formatter, so it is done where all lines
    are said.
    """
    for entries in (PageLogEntry, ModelLogEntry):
        entries.message = property(_naming_both(entries.message.func))


def _naming_both(event_said: Callable[[Any], Any]) -> Callable[[Any], str]:
    """Return what says the event of a line, and for whom it was done."""

    def message(entry: Any) -> str:
        event = event_said(entry)
        person = entry.data.get("for", "")
        if not person:
            return str(event)
        return _("%(event)s, as deputy of %(person)s") % {"event": event, "person": person}

    return message
