"""The one static block type that a concept's body stores: a section with its answers.

Questions can change without a migration, and nothing is dropped because a block or key is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class StoredBody(blocks.StreamBlock):
    """The body of a concept: one section after the other."""

    section = StoredSectionBlock()

    def get_block_by_content_path(
        self, value: Any, path_elements: Sequence[str]
    ) -> blocks.BoundBlock | None:
        """Return what a comment is about: the whole body, for a question by its key.

        A comment on a question that is hidden, or that a newer template no longer asks, stays.
        """
        return self.bind(value) if len(path_elements) == 1 else None


STORED_BLOCKS = StoredBody()
