"""Service groups as a reader meets them."""

from __future__ import annotations

from ..access.reader import Reader
from ..models import ServiceGroupPage


def readable_groups(reader: Reader) -> list[ServiceGroupPage]:
    """Return the service groups in which somebody may read, in the order of the tree."""
    groups = ServiceGroupPage.objects.order_by("path")
    if not reader.scope.everywhere:
        groups = groups.filter(pk__in=reader.scope.groups)
    return list(groups)
