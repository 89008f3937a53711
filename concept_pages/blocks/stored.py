"""The one static block type that a concept's body stores: a section with its answers.

Questions can change without a migration, and nothing is dropped because a block or key is unknown.
"""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail import blocks


class StoredSectionBlock(blocks.FieldBlock):
    """Keeps `{"group": key, "answers": {question key: answer}}` as it is."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.JSONField(required=False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the stored JSON unchanged."""
        return value or {"group": "", "answers": {}}

    def get_prep_value(self, value: Any) -> Any:
        """Return the JSON to store, unchanged."""
        return value


STORED_BLOCKS = [("section", StoredSectionBlock())]
