"""What a browser would post: the fields of a form as the server rendered them."""

from __future__ import annotations

from lxml import html

UNSENT = {"submit", "button", "file", "image", "reset"}


def posted_fields(page: bytes, form_id: str) -> dict[str, list[str]]:
    """Return the fields of a form in an HTML page, as a browser without changes posts them."""
    form = html.fromstring(page).xpath("//form[@id=$form_id]", form_id=form_id)[0]
    data: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        if field.get("disabled") is None:
            data.setdefault(field.get("name"), []).extend(_values(field))
    return {name: values for name, values in data.items() if values}


def _values(field: html.HtmlElement) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        options = field.xpath(".//option")
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", option.text or "") for option in chosen]
    kind = field.get("type", "text")
    if kind in UNSENT or (kind in ("checkbox", "radio") and field.get("checked") is None):
        return []
    return [field.get("value", "on" if kind in ("checkbox", "radio") else "")]
