"""Writes down a move: our log for ever, Wagtail's history for its screens, a signal for others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.log_actions import log as wagtail_log

from ..eyes import acted_for
from ..people import User, name_of
from ..records import Release, Submission, TransitionLog
from ..signals import moved
from ..states import Move, State
from ..words import RESOLVE_DEMAND

if TYPE_CHECKING:
    from ..pages import LifecyclePage


@dataclass(frozen=True)
class Step:
    """One move as it happened."""

    move: str
    source: State
    target: State
    by: User | None
    comment: str = ""
    release: Release | None = None
    submission: Submission | None = None
    right: str = ""
    """The right that was used, where the move does not say it."""


def right_of_move(move: str, page: LifecyclePage) -> str:
    """Return the right that a move needs, as the guards ask it; "" where a task decides that."""
    if move in (Move.SUBMIT, Move.START_VERSION, Move.ABANDON_VERSION, Move.WITHDRAW):
        return page.submit_right
    if move in (Move.CONFIRM_UNCHANGED, RESOLVE_DEMAND):
        return page.review_rights[-1]
    return page.retire_right if move in (Move.RETIRE, Move.REACTIVATE) else ""


def write_down(page: LifecyclePage, step: Step) -> TransitionLog:
    """Log a move and tell whoever listens; a listener that raises undoes the move."""
    for_name = acted_for(page, step.by, step.right or right_of_move(step.move, page))
    entry: TransitionLog = TransitionLog.objects.create(
        page_id=page.pk,
        page_title=page.title,
        move=step.move,
        source=step.source,
        target=step.target,
        by=step.by,
        by_name=name_of(step.by),
        for_name=for_name,
        comment=step.comment,
        release=step.release,
    )
    wagtail_log(
        instance=page,
        action=f"workflows.{step.move}",
        user=step.by,
        data={
            "source": step.source,
            "target": step.target,
            "comment": step.comment,
            "number": step.release.number if step.release else "",
            **({"for": for_name} if for_name else {}),
        },
    )
    moved.send(
        sender=type(page),
        page=page,
        move=step.move,
        log=entry,
        release=step.release,
        submission=step.submission,
    )
    return entry
