"""Whom somebody may ask: a few names out of many."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

MOST_NAMES = 3
"""How many people are named whom somebody may ask."""


def some_names(people: QuerySet[Any]) -> str:
    """Return the names of the first few people; "" where there are none."""
    named = people.order_by("last_name", "first_name", "username")[:MOST_NAMES]
    return ", ".join(person.get_full_name() or person.get_username() for person in named)
