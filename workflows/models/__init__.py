"""What is kept about the life of a page: lifecycle, releases, log, review demands, tasks."""

from .demand import ReviewDemand
from .lifecycle import Lifecycle, Submission
from .log import TransitionLog
from .release import Release
from .task import RightTask

__all__ = ["Lifecycle", "Release", "ReviewDemand", "RightTask", "Submission", "TransitionLog"]
