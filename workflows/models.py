"""The tables, gathered where Django looks for them; inside `workflows` import the rooms."""

from .records import (
    Lifecycle,
    NoticeChoice,
    Release,
    ReviewDemand,
    ReviewReminder,
    Submission,
    TransitionLog,
    WaitingNotice,
)
from .tasks import RightTask

__all__ = [
    "Lifecycle",
    "NoticeChoice",
    "Release",
    "ReviewDemand",
    "ReviewReminder",
    "RightTask",
    "Submission",
    "TransitionLog",
    "WaitingNotice",
]
