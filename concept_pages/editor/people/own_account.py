"""What Wagtail's account page offers to change: not what comes from a directory."""

from __future__ import annotations

from wagtail.admin.views.account import NameEmailSettingsPanel

from ...actions.passwords import is_of_directory


def leave_names_to_the_directory() -> None:
    """Offer no name and no address to whom a directory gives them: it would undo the change."""
    NameEmailSettingsPanel.is_active = lambda panel: not is_of_directory(panel.user)
