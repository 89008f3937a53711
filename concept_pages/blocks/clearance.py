"""The door upward: which questions a person has no clearance for.

The form may not show their answers, and rights live in a room above. So that room registers, when
the app is ready, who is cleared up to which level on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..definition.elements import Confidentiality, Definition
from ..definition.tailoring import level_of_reason

Clearance = Callable[[Any, Any], Confidentiality]
"""Takes a user and a page and returns the highest level that the user may see on it."""

_registered: list[Clearance] = []


def register_clearance(clearance: Clearance) -> None:
    """Make `clearance` the one that is asked; the last registration wins."""
    _registered[:] = [clearance]


def clearance_of(user: Any, page: Any) -> Confidentiality:
    """Return up to which level a user sees the answers of a page; nobody sees but public ones.

    Raises:
        LookupError: no app registered a clearance, which is a programming error.
    """
    if user is None:
        return Confidentiality.PUBLIC
    if not _registered:
        raise LookupError("No clearance is registered; see blocks.clearance.register_clearance.")
    return _registered[0](user, page)


def questions_above(definition: Definition, level: Confidentiality) -> frozenset[str]:
    """Return the keys of the questions that are more confidential than a level.

    The questions answered by the page's own relation are never among them: titles name the service.
    """
    given = definition.service_questions or ()
    return frozenset(
        key
        for key in definition.questions
        if key not in given and definition.confidentiality_of(key).rank > level.rank
    )


def reasons_up_to(
    level: Confidentiality, definition: Definition, reasons: Mapping[str, str]
) -> dict[str, str]:
    """Return what is switched off, with the reasons that a level may read and "" for the others."""
    return {
        key: reason if level_of_reason(definition, key).rank <= level.rank else ""
        for key, reason in reasons.items()
    }
