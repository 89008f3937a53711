"""Blocks whose value is a small piece of JSON that a script edits with form controls."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

SCRIPTS = (
    "concept_pages/js/template-words.js",
    "concept_pages/js/template-combobox.js",
    "concept_pages/js/template-earlier.js",
    "concept_pages/js/template-sentences.js",
    "concept_pages/js/template-conditions.js",
    "concept_pages/js/template-options.js",
    "concept_pages/js/template-references.js",
    "concept_pages/js/template-option-sets.js",
    "concept_pages/js/template-deletion.js",
)
STYLES = ("concept_pages/css/template-authoring.css",)


class JsonEditor(forms.Widget):
    """A hidden input with JSON, and beside it the place where a script builds its controls.

    `controller` is the name of the Stimulus controller that does so.
    """

    template_name = "concept_pages/admin/template_json_editor.html"

    def __init__(self, controller: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.controller = controller

    @property
    def media(self) -> forms.Media:
        """The scripts and styles of all controllers; they belong together and are small."""
        return forms.Media(js=SCRIPTS, css={"all": STYLES})

    def format_value(self, value: Any) -> str:
        """Return the JSON text; a form field may have made it already."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template which controller takes over."""
        context = super().get_context(name, value, attrs)
        context["widget"]["controller"] = self.controller
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Render with the project's templates; Django's form renderer knows only those of apps."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 - escaped there


class JsonBlock(blocks.FieldBlock):
    """Keeps a piece of JSON as it is. Subclasses say which shape it has to have."""

    controller = ""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        widget = JsonEditor(self.controller)
        self.field = forms.Field(required=False, help_text=help_text, widget=widget)
        super().__init__(**kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the JSON at once, so that a form with errors shows what was typed."""
        text = data.get(prefix) or "null"
        try:
            return self.shaped(json.loads(text))
        except (ValueError, RecursionError):
            return self.get_default()

    def get_form_state(self, value: Any) -> str:
        """Return the JSON text for the script."""
        return json.dumps(value, ensure_ascii=False)

    def clean(self, value: Any) -> Any:
        """Return the value; what it means is checked with the whole template in view."""
        return value

    def shaped(self, value: Any) -> Any:
        """Return the value in its proper shape, or raise ValueError."""
        return value


class LabelledRowsBlock(JsonBlock):
    """A list of `{"key", "de", "en"}`: options, the rows of a matrix, preset rows of a table."""

    controller = "secdoc-rows"

    class Meta:
        default: list[dict[str, str]] = []
        icon = "list-ul"

    def get_default(self) -> list[dict[str, str]]:
        """Return a list of its own for each block."""
        return list(super().get_default() or [])

    def shaped(self, value: Any) -> list[dict[str, str]]:
        """Return the rows that say anything, with exactly the three texts each has."""
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ValueError("rows are a list of mappings")
        rows = [
            {part: str(row.get(part) or "").strip() for part in ("key", "de", "en")}
            for row in value
        ]
        return [row for row in rows if any(row.values())]

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        """Refuse keys that are used twice, which would mix up answers."""
        keys = [row["key"] for row in value if row["key"]]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValidationError(
                _("The key “%(key)s” is used more than once. Every entry needs its own."),
                params={"key": twice[0]},
            )
        return value


class ConditionBlock(JsonBlock):
    """A condition in the words of the template format, or None for “always”."""

    controller = "secdoc-condition"

    class Meta:
        default = None
        icon = "view"

    def shaped(self, value: Any) -> dict[str, Any] | None:
        """Return a mapping, or None where there is no condition."""
        if not value:
            return None
        if not isinstance(value, dict):
            raise ValueError("a condition is a mapping")
        return value
