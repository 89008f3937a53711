"""What happens of its own accord.

After a migration the tree and the roles are put in place; with each release the index of answers
follows. A session remembers when it began, and whether somebody else chose the password. Who signs
in, fails to, is locked out or signs out, and who opens a document, stands in the audit log. The
history of a service names both, the deputy and the person she acts for.
"""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.apps import AppConfig
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate, pre_save
from django.http import HttpRequest
from wagtail.documents.models import document_served
from wagtail.models import ModelLogEntry

from workflows.eyes import acted_for
from workflows.signals import moved
from workflows.states import Move

from .actions.audit import record
from .actions.index_answers import index_answers
from .actions.sessions import begin_session
from .actions.structure import ensure_structure
from .models import AuditEntry, ConceptPage, Service
from .reading import first_password

CHANGES_WHAT_IS_READ = frozenset({Move.APPROVE, Move.RETIRE})
"""The moves after which readers find another release, or none."""

MOST_TYPED = 150
"""So long a user name can be; whoever types more has typed something else."""


def connect(app: AppConfig) -> None:
    """Connect the receivers; called once by the app."""
    post_migrate.connect(after_migration, sender=app, dispatch_uid="concept_pages.structure")
    moved.connect(after_move, sender=ConceptPage, dispatch_uid="concept_pages.index")
    user_logged_in.connect(after_sign_in, dispatch_uid="concept_pages.sign_in")
    user_login_failed.connect(after_failed_sign_in, dispatch_uid="concept_pages.audit")
    user_locked_out.connect(after_lock, dispatch_uid="concept_pages.lock")
    user_logged_out.connect(after_sign_out, dispatch_uid="concept_pages.audit")
    document_served.connect(after_document, dispatch_uid="concept_pages.audit")
    pre_save.connect(name_both, sender=ModelLogEntry, dispatch_uid="concept_pages.history")


def name_both(instance: ModelLogEntry, raw: bool = False, **kwargs: Any) -> None:
    """Let a line in the history of a service say as whose deputy somebody acted."""
    if raw or instance.user_id is None or instance.content_type.model_class() is not Service:
        return
    service = Service.objects.select_related("group").filter(pk=instance.object_id).first()
    right = "service.delete" if instance.action == "wagtail.delete" else "service.edit"
    if service and (name := acted_for(service.group, instance.user, right)):
        instance.data = {**instance.data, "for": name}


def after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give every migrated database its tree; also the one that a test has just emptied."""
    if using == DEFAULT_DB_ALIAS:
        ensure_structure()


def after_move(page: ConceptPage, move: Move, **kwargs: Any) -> None:
    """Let the index of answers follow what readers read, in the transaction of the move."""
    if move in CHANGES_WHAT_IS_READ:
        index_answers(page)


def after_sign_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Write down who has signed in, and let the session remember what it needs to know of that."""
    record(AuditEntry.Event.SIGNED_IN, by=user)
    begin_session(request.session)
    first_password.remember(request, user)


def after_lock(request: HttpRequest, username: str, **kwargs: Any) -> None:
    """Record that an account is locked from now on; further attempts meanwhile say nothing new."""
    if request.axes_failures_since_start is not None:  # type: ignore[attr-defined] # set by axes
        record(AuditEntry.Event.LOCKED_OUT, by=None, about=username, refused=True)


def after_failed_sign_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Write down the account that somebody typed, whether it exists or not; never the password."""
    typed = str(credentials.get("username") or "")
    nobody = AnonymousUser()
    record(AuditEntry.Event.SIGN_IN_FAILED, by=nobody, about=typed[:MOST_TYPED], refused=True)


def after_sign_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Write down who has signed out; nobody where the session had ended before."""
    if user is not None and user.is_authenticated:
        record(AuditEntry.Event.SIGNED_OUT, by=user)


def after_document(sender: Any, instance: Any, request: Any, **kwargs: Any) -> None:
    """Write down who opened a document of the house."""
    detail = {"document": instance.pk, "file": instance.filename}
    record(AuditEntry.Event.EXPORTED, by=request.user, about=instance.title, detail=detail)
