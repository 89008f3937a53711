"""Names that templates show in the reader's language."""

from __future__ import annotations

from django import template

from ..words import step_name

register = template.Library()
register.filter("step_name", step_name)
