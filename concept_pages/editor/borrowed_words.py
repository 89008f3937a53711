"""Texts of Wagtail that its own German says badly: named here, our catalogue says them."""

from __future__ import annotations

from django.utils.translation import gettext_noop

BORROWED_WORDS = (
    gettext_noop("Home"),
    gettext_noop("Locale"),
    gettext_noop("Notifications"),
    gettext_noop("Shortcuts"),
    gettext_noop("Go to the first error"),
    gettext_noop("Your account settings have been changed successfully!"),
    gettext_noop("%(time_period)s ago"),
    gettext_noop("%(time_period)s ago by %(user_display_name)s"),
)
