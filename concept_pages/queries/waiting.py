"""What waits for a person and for her deputy alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflows.queries import reviews_of, sent_back_to, tasks_of


@dataclass(frozen=True)
class Waiting:
    """How many decisions, pages that were sent back, and reviews wait."""

    tasks: int
    sent_back: int
    reviews: int


def waiting_for_both(person: Any, deputy: Any) -> Waiting:
    """Return how much of what waits for a person waits for her deputy, too."""
    return Waiting(
        tasks=_of_both(tasks_of, person, deputy),
        sent_back=_of_both(sent_back_to, person, deputy),
        reviews=_of_both(reviews_of, person, deputy),
    )


def _of_both(waiting: Callable[[Any], Any], person: Any, deputy: Any) -> int:
    found, too = (set(waiting(one).values_list("pk", flat=True)) for one in (person, deputy))
    return len(found & too)
