"""What happens of its own accord: after a migration the tree and the roles are put in place."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

from .actions.structure import ensure_structure


def connect(app: AppConfig) -> None:
    """Connect the receivers; called once by the app."""
    post_migrate.connect(after_migration, sender=app, dispatch_uid="concept_pages.structure")


def after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give every migrated database its tree; also the one that a test has just emptied."""
    if using == DEFAULT_DB_ALIAS:
        ensure_structure()
