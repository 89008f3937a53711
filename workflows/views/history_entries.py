"""Shows our moves in Wagtail's own history of a page, and as whose deputy somebody acted."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

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


def name_both(actions: LogActionRegistry) -> None:
    """Let every line of a history say as whose deputy somebody acted.

    Runs after whatever registers an action, so that lines of Wagtail's own do it, too.
    """
    for action, formatter in actions.formatters.items():
        actions.formatters[action] = DeputyFormatter(formatter)


class DeputyFormatter(LogFormatter):
    """Says what another formatter says, and names the person whom somebody acted for."""

    def __init__(self, formatter: LogFormatter) -> None:
        self.formatter = formatter
        self.label = formatter.label

    def format_message(self, log_entry: Any) -> Any:
        """Return what happened, and for whom."""
        message = self.formatter.format_message(log_entry)
        person = log_entry.data.get("for") if log_entry.data else ""
        if not person:
            return message
        return format_html(_("{message}, as deputy of {person}"), message=message, person=person)

    def format_comment(self, log_entry: Any) -> Any:
        """Return the comment."""
        return self.formatter.format_comment(log_entry)
