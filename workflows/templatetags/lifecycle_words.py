"""Names that templates show in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template

from ..people import said_to_act
from ..words import step_name

register = template.Library()
register.filter("step_name", step_name)


@register.filter
def approved_by(approval: dict[str, Any]) -> str:
    """Return who approved a step, and as whose deputy."""
    return said_to_act(str(approval.get("by", "")), str(approval.get("for", "")))
