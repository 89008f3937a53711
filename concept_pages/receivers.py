"""What happens of its own accord.

After a migration the tree and the roles are put in place; with each release the index of answers
follows; a session remembers when it began.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.http import HttpRequest

from workflows.signals import moved
from workflows.states import Move

from .actions.index_answers import index_answers
from .actions.sessions import begin_session
from .actions.structure import ensure_structure
from .models import ConceptPage

CHANGES_WHAT_IS_READ = frozenset({Move.APPROVE, Move.RETIRE})
"""The moves after which readers find another release, or none."""


def connect(app: AppConfig) -> None:
    """Connect the receivers; called once by the app."""
    post_migrate.connect(after_migration, sender=app, dispatch_uid="concept_pages.structure")
    moved.connect(after_move, sender=ConceptPage, dispatch_uid="concept_pages.index")
    user_logged_in.connect(after_sign_in, dispatch_uid="concept_pages.session")


def after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give every migrated database its tree; also the one that a test has just emptied."""
    if using == DEFAULT_DB_ALIAS:
        ensure_structure()


def after_move(page: ConceptPage, move: Move, **kwargs: Any) -> None:
    """Let the index of answers follow what readers read, in the transaction of the move."""
    if move in CHANGES_WHAT_IS_READ:
        index_answers(page)


def after_sign_in(request: HttpRequest, **kwargs: Any) -> None:
    """Let the session remember when the person signed in."""
    begin_session(request.session)
