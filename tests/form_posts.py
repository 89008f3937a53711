"""What a browser would post for Wagtail's blocks, made from the data that they store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from concept_pages.blocks.json_blocks import JsonBlock


def posted(block: blocks.Block, stored: Any, prefix: str) -> dict[str, str]:
    """Return the form fields of a block whose stored value is given."""
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, stored or [], prefix)
    if isinstance(block, blocks.StructBlock):
        return _struct(block, stored, prefix)
    if isinstance(block, JsonBlock):
        return {prefix: json.dumps(stored)}
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if stored else {}
    return {prefix: "" if stored is None else str(stored)}


def _struct(block: blocks.StructBlock, stored: Mapping[str, Any], prefix: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, child in block.child_blocks.items():
        fields |= posted(child, stored.get(name), f"{prefix}-{name}")
    return fields


def _stream(block: blocks.StreamBlock, stored: list[Any], prefix: str) -> dict[str, str]:
    fields = {f"{prefix}-count": str(len(stored))}
    for index, item in enumerate(stored):
        child = f"{prefix}-{index}"
        fields |= {
            f"{child}-deleted": "",
            f"{child}-order": str(index),
            f"{child}-type": item["type"],
            f"{child}-id": item["id"],
        }
        fields |= posted(block.child_blocks[item["type"]], item["value"], f"{child}-value")
    return fields
