"""Up to which level a person sees the answers of a page, drafts included."""

from __future__ import annotations

from wagtail.models import Page

from ..definition.elements import Confidentiality
from .grants import User, grants_of


def clearance_on(user: User, page: Page) -> Confidentiality:
    """Return the highest clearance of the roles that a person holds for a page, without a query."""
    return grants_of(user).clearance_on(page)
