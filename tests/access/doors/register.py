"""Every door there is; adding one is one line in the list of its area."""

from __future__ import annotations

from . import catalogue, concepts, house, reading, templates
from .door import Door

DOORS: tuple[Door, ...] = (
    *reading.DOORS,
    *concepts.DOORS,
    *templates.DOORS,
    *catalogue.DOORS,
    *house.DOORS,
)
