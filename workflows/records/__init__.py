"""What is kept about the life of a page: state, submissions, releases, log, review demands."""

from .demand import ReviewDemand
from .lifecycle import Lifecycle
from .log import TransitionLog
from .release import ImmutableRecordError, Release, fingerprint_of
from .submission import Submission

__all__ = [
    "ImmutableRecordError",
    "Lifecycle",
    "Release",
    "ReviewDemand",
    "Submission",
    "TransitionLog",
    "fingerprint_of",
]
