"""Says in Wagtail's history what was switched off or added for one service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from workflows.words import quoted

from ...actions.own_questions import ADDED, CHANGED, REMOVED
from ...actions.tailoring import LOG_ACTION


def register_tailoring(actions: LogActionRegistry) -> None:
    """Tell the history of pages how to say what a service is asked, and what not."""
    actions.register_action(LOG_ACTION)(TailoringFormatter)
    actions.register_action(ADDED)(AdditionFormatter)
    actions.register_action(CHANGED)(OwnChangeFormatter)
    actions.register_action(REMOVED)(RemovalFormatter)


def _labels(entries: Sequence[dict[str, str]]) -> str:
    language = (get_language() or "de")[:2]
    return ", ".join(quoted(entry.get(language, entry.get("key", ""))) for entry in entries)


class TailoringFormatter(LogFormatter):
    """What was switched off, and what on; the reasons may be confidential."""

    label = gettext_lazy("Tailor to the service")

    def format_message(self, log_entry: Any) -> str:
        """Return the names of the groups and questions."""
        off, on = log_entry.data.get("off", ()), log_entry.data.get("on", ())
        said = [_("Switched off: %(what)s") % {"what": _labels(off)} if off else "",
                _("Switched on: %(what)s") % {"what": _labels(on)} if on else ""]  # fmt: skip
        return "; ".join(filter(None, said))


class OwnFormatter(LogFormatter):
    """A chapter or question of the service, and whether answers were parked."""

    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        """Return its name, and the number of parked answers."""
        said = str(self.sentence) % {"what": _labels(log_entry.data.get("what", ()))}
        count = log_entry.data.get("parked", 0)
        parked = ngettext("%(count)d answer parked", "%(count)d answers parked", count)
        return f"{said}; {parked % {'count': count}}" if count else said


class AdditionFormatter(OwnFormatter):
    """Something was added."""

    label = gettext_lazy("Add for the service")
    sentence = gettext_lazy("Added for this service: %(what)s")


class OwnChangeFormatter(OwnFormatter):
    """Something was changed or moved."""

    label = gettext_lazy("Change for the service")
    sentence = gettext_lazy("Changed for this service: %(what)s")


class RemovalFormatter(OwnFormatter):
    """Something was removed."""

    label = gettext_lazy("Remove for the service")
    sentence = gettext_lazy("Removed for this service: %(what)s")
