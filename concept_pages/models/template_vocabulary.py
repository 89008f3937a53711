"""What a new template calls its languages, levels of confidentiality and patterns."""

from __future__ import annotations

from typing import Any

from ..definition.elements import LANGUAGES, Option
from ..definition.vocabulary import LEVELS, PATTERN_NAMES


def default_vocabulary() -> dict[str, Any]:
    """Return the vocabulary in the template format."""
    return {
        "languages": list(LANGUAGES),
        "confidentiality_levels": [_entry(level) for level in LEVELS],
        "patterns": [_entry(pattern) for pattern in PATTERN_NAMES],
    }


def _entry(option: Option) -> dict[str, str]:
    return {"key": option.key, "de": option.label.de, "en": option.label.en}
