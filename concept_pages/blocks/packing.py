"""Stream blocks packed for the browser once per language, not once per request.

The 21 question types with their columns make 100 KB of definitions, always the same.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from wagtail.blocks.base import BlockWidget


class PackedBlockWidget(BlockWidget):
    """Wagtail's widget for a block that is part of the code and never changes while it runs."""

    _packed: dict[tuple[str, str | None], tuple[str, forms.Media]] = {}

    def _pack(self) -> tuple[str, forms.Media]:
        """Return the definitions and their scripts in the active language."""
        key = (self.block_def.definition_prefix, get_language())
        if key not in self._packed:
            plain = BlockWidget(self.block_def)
            self._packed[key] = (plain.block_json, plain.media)
        return self._packed[key]

    @property
    def block_json(self) -> str:
        """The definitions as JSON."""
        return self._pack()[0]

    @property
    def media(self) -> forms.Media:
        """The scripts and styles of the blocks."""
        return self._pack()[1]
