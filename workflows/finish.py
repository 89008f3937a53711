"""What happens when Wagtail's last task is approved. Imported while `wagtail.models` loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def finish(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish exactly the reviewed revision, if the lifecycle agrees; refuse otherwise.

    Pages without a lifecycle are published as Wagtail does it.
    """
    # Wagtail resolves this function in the body of a model, so models cannot be imported above.
    from wagtail.models import Page  # noqa: PLC0415
    from wagtail.workflows import publish_workflow_state  # noqa: PLC0415

    from .actions.releasing import release_reviewed  # noqa: PLC0415
    from .pages import LifecyclePage  # noqa: PLC0415

    content = workflow_state.content_object
    if isinstance(content, Page) and issubclass(content.specific_class, LifecyclePage):
        release_reviewed(workflow_state, by=user)
    else:
        publish_workflow_state(workflow_state, user=user)
