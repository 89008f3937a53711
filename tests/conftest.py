"""What every test may rely on: the default language and an empty cache, whatever ran before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile(
    "house",
    deadline=None,  # the machines of continuous integration are noisy
    # What is drawn tries the rules; PostgreSQL, which comes second, is to show that it agrees.
    max_examples=60 if connection.vendor == "sqlite" else 20,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")


TESTS = Path(__file__).parent
SCREENS = [
    TESTS / "documents",
    TESTS / "reading",
    TESTS / "requests",
    *(
        TESTS / "editor" / screens
        for screens in (
            "concepts",
            "deputies",
            "directory",
            "mails",
            "people",
            "releases",
            "roles",
            "services",
            "tailoring",
            "templates",
            "upgrades",
        )
    ),
]
"""What is shown on screens and in files: the queries behind it are tested in rooms of their own, on
both databases, so these run on SQLite only."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database: `make test` repeats that, and no more, on PostgreSQL."""
    for item in items:
        asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if any(folder in item.path.parents for folder in SCREENS):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _same_start() -> Iterator[None]:
    """Start each test in the default language with an empty cache, whatever ran before."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
