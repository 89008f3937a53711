"""What happens of its own accord.

After a migration the tree and the roles are put in place; with each release the index of answers
follows. Who signs in with a password that somebody else chose is remembered, and when her session
began; a lock is recorded.
"""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.http import HttpRequest

from workflows.signals import moved
from workflows.states import Move

from .actions.audit import record
from .actions.index_answers import index_answers
from .actions.sessions import begin_session
from .actions.structure import ensure_structure
from .models import AuditEntry, ConceptPage
from .reading import first_password

CHANGES_WHAT_IS_READ = frozenset({Move.APPROVE, Move.RETIRE})
"""The moves after which readers find another release, or none."""


def connect(app: AppConfig) -> None:
    """Connect the receivers; called once by the app."""
    post_migrate.connect(after_migration, sender=app, dispatch_uid="concept_pages.structure")
    moved.connect(after_move, sender=ConceptPage, dispatch_uid="concept_pages.index")
    user_logged_in.connect(after_sign_in, dispatch_uid="concept_pages.first_password")
    user_locked_out.connect(after_lock, dispatch_uid="concept_pages.lock")


def after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give every migrated database its tree; also the one that a test has just emptied."""
    if using == DEFAULT_DB_ALIAS:
        ensure_structure()


def after_move(page: ConceptPage, move: Move, **kwargs: Any) -> None:
    """Let the index of answers follow what readers read, in the transaction of the move."""
    if move in CHANGES_WHAT_IS_READ:
        index_answers(page)


def after_sign_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Let the session remember when it began, and whether the password has to be changed first."""
    begin_session(request.session)
    first_password.remember(request, user)


def after_lock(request: HttpRequest, username: str, **kwargs: Any) -> None:
    """Record that an account is locked from now on; further attempts meanwhile say nothing new."""
    if request.axes_failures_since_start is not None:  # type: ignore[attr-defined] # set by axes
        record(AuditEntry.Event.LOCKED_OUT, by=None, about=username, refused=True)
