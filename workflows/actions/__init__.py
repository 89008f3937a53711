"""The moves, one function per verb; views, commands, tests and Wagtail's own doors all end here.

Each is one transaction: it locks the lifecycle, asks the guards, changes state, records, logs and
sends `workflows.signals.moved`. Wagtail's workflow is queue and screen, the lifecycle is rule and
record; where Wagtail's doors are used directly, its task and signals call the same functions.
"""

from .demands import raise_demand, resolve_demand
from .releasing import confirm_unchanged
from .retirement import reactivate, retire
from .reviewing import approve, request_changes
from .submitting import submit, withdraw
from .versions import abandon_version, start_version

__all__ = [
    "abandon_version",
    "approve",
    "confirm_unchanged",
    "raise_demand",
    "reactivate",
    "request_changes",
    "resolve_demand",
    "retire",
    "start_version",
    "submit",
    "withdraw",
]
