"""The button that sends a form once: a click disables it, and it says that something happens."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def submit(content: str, css: str = "", icon: str = "", **attributes: object) -> SafeString:
    """Return a button for a form that changes something, with what stands inside as its label.

    Wagtail's controller needs one element for the label alone, as it puts another text there.

    Args:
        content: The label.
        css: Classes beside those that every button has.
        icon: An icon before the label.
        attributes: Further attributes of the element; underscores stand for hyphens.
    """
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    context = {"label": content, "css": css, "icon": icon, "attributes": named}
    return render_to_string("workflows/submit_button.html", context)
