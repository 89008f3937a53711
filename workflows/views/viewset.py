"""Puts our edit views in the place of Wagtail's, for pages with a lifecycle and their parts."""

from __future__ import annotations

from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry

from ..pages import LifecyclePage, LifecyclePart
from .edit import LifecycleEditView, LifecycleRevertView
from .history import WorkflowHistoryView


class LifecycleViewSet(PageViewSet):
    """Wagtail's views of pages, but for editing and reverting.

    Its histories of workflows name nobody who acted for somebody, or has left; ours names both.

    `model` stays Wagtail's page: the views look pages up by it, and an abstract class has no table.
    """

    edit_view_class = LifecycleEditView
    revisions_revert_view_class = LifecycleRevertView
    workflow_history_view_class = WorkflowHistoryView
    workflow_history_detail_view_class = WorkflowHistoryView

    def on_register(self) -> None:
        """Take over for every type of page with a lifecycle, unless one registers its own."""
        for page_class in (LifecyclePage, LifecyclePart):
            page_viewset_registry.register(page_class, self)
