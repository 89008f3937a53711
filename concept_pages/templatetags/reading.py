"""Template tags of the reading side."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..queries.search.matches import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Return the pieces of a snippet as HTML, escaped, with what was found marked."""
    parts = (
        f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text)
        for piece in pieces
    )
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped one line above


@register.simple_tag
def site_name() -> str:
    """Return the name of the installation, for titles of the admin."""
    return str(settings.SITE_NAME)
