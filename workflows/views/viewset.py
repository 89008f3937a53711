"""Puts our edit views in the place of Wagtail's, for pages with a lifecycle and their parts."""

from __future__ import annotations

from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry

from ..pages import LifecyclePage, LifecyclePart
from .edit import LifecycleEditView, LifecycleRevertView


class LifecycleViewSet(PageViewSet):
    """Wagtail's views of pages, but for editing and reverting.

    `model` stays Wagtail's page: the views look pages up by it, and an abstract class has no table.
    """

    edit_view_class = LifecycleEditView
    revisions_revert_view_class = LifecycleRevertView

    def on_register(self) -> None:
        """Take over for every type of page with a lifecycle, unless one registers its own."""
        for page_class in (LifecyclePage, LifecyclePart):
            page_viewset_registry.register(page_class, self)
