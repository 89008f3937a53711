"""Every door there is; adding one is one line in the list of its area."""

from __future__ import annotations

from . import concepts
from .door import Door

DOORS: tuple[Door, ...] = (*concepts.DOORS,)
