"""Where words of narrow columns may break beside the places that browsers know."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def breaking_at_slashes(text: str) -> SafeString:
    """Return a text, escaped, whose lines may break after each slash."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in str(text).split("/")))
