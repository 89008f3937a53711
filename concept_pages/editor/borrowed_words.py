"""Texts of Wagtail that its own German says badly: named here, our catalogue says them."""

from __future__ import annotations

from django.utils.translation import gettext_noop, ngettext_lazy

BORROWED_WORDS = (
    gettext_noop("Home"),
    gettext_noop("Dashboard"),
    gettext_noop("Locale"),
    gettext_noop("Notifications"),
    gettext_noop("Shortcuts"),
    gettext_noop("Go to the first error"),
    gettext_noop("Your account settings have been changed successfully!"),
    gettext_noop("You do not have permission to access the admin."),
    gettext_noop("%(time_period)s ago"),
    gettext_noop("%(time_period)s ago by %(user_display_name)s"),
)

BORROWED_COUNTS = (
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
        "total",
    ),
    # German inflects after "vor", and so does every sentence of Wagtail around a time.
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
)
"""What is counted, in the same way; the times are Django's."""
