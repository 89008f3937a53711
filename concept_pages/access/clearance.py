"""Up to which level a person sees the answers of a page, drafts included."""

from __future__ import annotations

from wagtail.models import Page

from ..definition.elements import Confidentiality
from .grants import User, grants_of


def clearance_on(user: User, page: Page) -> Confidentiality:
    """Return the highest clearance of the roles that a person holds for a page, without a query."""
    grants = grants_of(user)
    if grants.unlimited:
        return Confidentiality.STRICTLY_CONFIDENTIAL
    levels = (
        holding.role.clearance
        for holding in grants.holdings
        if holding.place is None or page.path.startswith(holding.place.path)
    )
    return max(levels, key=lambda level: level.rank, default=Confidentiality.PUBLIC)
