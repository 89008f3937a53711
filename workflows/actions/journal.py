"""Writes down a move: our log for ever, Wagtail's history for its screens, a signal for others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.log_actions import log as wagtail_log

from ..people import User, name_of
from ..records import Release, Submission, TransitionLog
from ..signals import moved
from ..states import State

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


def write_down(page: LifecyclePage, step: Step) -> TransitionLog:
    """Log a move and tell whoever listens; a listener that raises undoes the move."""
    entry: TransitionLog = TransitionLog.objects.create(
        page_id=page.pk,
        page_title=page.title,
        move=step.move,
        source=step.source,
        target=step.target,
        by=step.by,
        by_name=name_of(step.by),
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
