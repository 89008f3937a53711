"""The frame around every screen of the admin: our styles in it, and nothing that advertises."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.menu import DismissibleMenuItem, MenuItem


def frame_styles() -> SafeString:
    """Return the link to the styles of the frame."""
    return format_html('<link rel="stylesheet" href="{}">', static("concept_pages/css/admin.css"))


def keep_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the news and the manual of Wagtail out of the help menu: they describe other screens."""
    items[:] = [item for item in items if not isinstance(item, DismissibleMenuItem)]
