"""Says in the history of a service who changed what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ...actions.service_log import CHANGED, MOVED, RESTORED, RETIRED
from ...definition.catalogue import Difference
from ...queries.catalogue_words import said_of


def register_services(actions: LogActionRegistry) -> None:
    """Tell the history how to say what happened to a service."""
    actions.register_action(CHANGED)(ChangeFormatter)
    actions.register_action(MOVED)(MoveFormatter)
    actions.register_action(RETIRED)(RetirementFormatter)
    actions.register_action(RESTORED)(RestorationFormatter)


class ChangeFormatter(LogFormatter):
    """Field by field, with the names of that day."""

    label = gettext_lazy("Change a service")

    def format_message(self, log_entry: Any) -> str:
        """Return every field that changed."""
        names = log_entry.data.get("names", {})
        fields = log_entry.data.get("fields", ())
        return "; ".join(said_of(Difference(*one), names) for one in fields)


class MoveFormatter(LogFormatter):
    """From where to where."""

    label = gettext_lazy("Move a service")

    def format_message(self, log_entry: Any) -> str:
        """Return both service groups."""
        return _("Moved from “%(from)s” to “%(to)s”") % {
            end: _in_our_language(log_entry.data.get(end, ("", ""))) for end in ("from", "to")
        }


class RetirementFormatter(LogFormatter):
    """Why it was taken out of operation."""

    label = gettext_lazy("Take a service out of operation")

    def format_message(self, log_entry: Any) -> str:
        """Return the reason."""
        return _("Taken out of operation: %(comment)s") % {
            "comment": log_entry.data.get("comment", "")
        }


class RestorationFormatter(LogFormatter):
    """That it is in operation again."""

    label = gettext_lazy("Bring a service back")

    def format_message(self, log_entry: Any) -> str:
        """Return a sentence without details."""
        return _("Brought back into operation")


def _in_our_language(names: Any) -> str:
    german, english = names
    return (english or german) if (get_language() or "de")[:2] == "en" else (german or english)
