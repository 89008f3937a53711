"""How moves and review steps are called, on buttons and in histories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from .states import Move, State

RAISE_DEMAND = "raise_demand"
RESOLVE_DEMAND = "resolve_demand"
"""Two things that happen to a page without changing its state."""

VERBS: dict[str, Any] = {
    Move.SUBMIT: _("Submit for review"),
    Move.WITHDRAW: _("Withdraw"),
    Move.REQUEST_CHANGES: _("Request changes"),
    Move.APPROVE: _("Approve"),
    Move.START_VERSION: _("New version"),
    Move.ABANDON_VERSION: _("Abandon version"),
    Move.CONFIRM_UNCHANGED: _("Confirm unchanged"),
    Move.RETIRE: _("Retire"),
    Move.REACTIVATE: _("Reactivate"),
}

EVENTS: dict[str, Any] = {
    Move.SUBMIT: _("Submitted for review"),
    Move.WITHDRAW: _("Withdrawn"),
    Move.REQUEST_CHANGES: _("Changes requested"),
    Move.APPROVE: _("Approved"),
    Move.START_VERSION: _("New version started"),
    Move.ABANDON_VERSION: _("Version abandoned"),
    Move.CONFIRM_UNCHANGED: _("Confirmed unchanged"),
    Move.RETIRE: _("Retired"),
    Move.REACTIVATE: _("Reactivated"),
    RAISE_DEMAND: _("Review demanded"),
    RESOLVE_DEMAND: _("Demand for review answered"),
}


def tell_of(events: Mapping[str, Any]) -> None:
    """Teach the histories what else may happen to a page without changing its state."""
    EVENTS.update(events)


STEP_APPROVED = _("Step approved")
"""An approval after which further steps wait."""


def event_of(move: str, target: str) -> Any:
    """Return what a move was, as histories say it; not every approval is the last one."""
    if move == Move.APPROVE and target == State.IN_REVIEW:
        return STEP_APPROVED
    return EVENTS.get(move, move)


def step_name(step: Mapping[str, Any]) -> str:
    """Return how a recorded step or approval is called in the reader's language.

    Older records know one name only.
    """
    english = step.get("name_en") if get_language() == "en" else ""
    return str(english or step.get("name", ""))


def quoted(words: object) -> str:
    """Return a name or another literal in the quotation marks of the reader's language."""
    return gettext("“%(words)s”") % {"words": words}
