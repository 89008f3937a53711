"""What happens when Wagtail's last task is approved.

Imported while `wagtail.models` loads, so this module imports nothing at its top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def finish(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish exactly the reviewed revision, if the lifecycle agrees; refuse otherwise."""
    raise NotImplementedError
