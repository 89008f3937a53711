"""How a question is authored: one block type per answer type; choosing it chooses the type."""

from __future__ import annotations

from wagtail import blocks

QUESTION_BLOCKS: list[tuple[str, blocks.Block]] = []
OPTION_SET_BLOCKS: list[tuple[str, blocks.Block]] = []
