"""What is kept about the life of a page: state, submissions, releases, log, review demands."""

from .demand import ReviewDemand
from .lifecycle import Lifecycle
from .log import TransitionLog
from .notices import Delivery, NoticeChoice, ReviewReminder, WaitingNotice
from .release import ImmutableRecordError, Release, fingerprint_of
from .submission import Submission

__all__ = [
    "Delivery",
    "ImmutableRecordError",
    "Lifecycle",
    "NoticeChoice",
    "Release",
    "ReviewDemand",
    "ReviewReminder",
    "Submission",
    "TransitionLog",
    "WaitingNotice",
    "fingerprint_of",
]
