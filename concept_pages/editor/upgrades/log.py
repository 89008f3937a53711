"""Says in Wagtail's history what an upgrade did."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ...actions.parked import COPIED, DISMISSED
from ...actions.upgrade import LOG_ACTION


def register_upgrades(actions: LogActionRegistry) -> None:
    """Tell the history of pages how to say what happened to a concept's template version."""
    actions.register_action(LOG_ACTION)(UpgradeFormatter)
    actions.register_action(COPIED)(CopyFormatter)
    actions.register_action(DISMISSED)(DismissalFormatter)


class UpgradeFormatter(LogFormatter):
    """From which version to which, and how many answers were set aside."""

    label = gettext_lazy("Upgrade to another template version")

    def format_message(self, log_entry: Any) -> str:
        """Return the versions and the number of parked answers."""
        data = log_entry.data
        said = _("Template version %(to)s instead of %(from)s") % {
            "from": data.get("from", ""),
            "to": data.get("to", ""),
        }
        count = len(data.get("parked", ()))
        parked = ngettext("%(count)d answer parked", "%(count)d answers parked", count)
        found = [said, parked % {"count": count} if count else "", _no_longer_off(data)]
        return "; ".join(filter(None, (*found, data.get("comment", ""))))


def _no_longer_off(data: dict[str, Any]) -> str:
    """Return how much was switched off for the service and is not in the template any more."""
    count = len(data.get("switched_on", ()))
    said = ngettext(
        "%(count)d no longer switched off, as the template has it no more",
        "%(count)d no longer switched off, as the template has them no more",
        count,
    )
    return said % {"count": count} if count else ""


class CopyFormatter(LogFormatter):
    """Which parked answer went into which question."""

    label = gettext_lazy("Copy a parked answer")

    def format_message(self, log_entry: Any) -> str:
        """Return the keys of both questions."""
        return _("Copied the parked answer of “%(question)s” into “%(to)s”") % {
            "question": log_entry.data.get("question", ""),
            "to": log_entry.data.get("to", ""),
        }


class DismissalFormatter(LogFormatter):
    """Which parked answer was dismissed, and why."""

    label = gettext_lazy("Dismiss a parked answer")

    def format_message(self, log_entry: Any) -> str:
        """Return the key of the question and the reason."""
        return _("Dismissed the parked answer of “%(question)s”: %(reason)s") % {
            "question": log_entry.data.get("question", ""),
            "reason": log_entry.data.get("reason", ""),
        }
