"""The tables, gathered where Django looks for them; inside `workflows` import the rooms."""

from .records import Lifecycle, Release, ReviewDemand, Submission, TransitionLog
from .tasks import RightTask

__all__ = ["Lifecycle", "Release", "ReviewDemand", "RightTask", "Submission", "TransitionLog"]
