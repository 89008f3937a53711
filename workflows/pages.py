"""The abstract page that has a lifecycle: its state, and what a release of it binds."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from .models import Lifecycle


class LifecyclePage(Page):
    """A page whose versions are released; the concrete page says what a release contains."""

    class Meta:
        abstract = True

    @property
    def status(self) -> str:
        """The state of the working version, from the lifecycle row."""
        return self.lifecycle.state

    def release_content(self) -> dict[str, Any]:
        """Return the JSON that a release of this page (as it is in memory) binds."""
        raise NotImplementedError
