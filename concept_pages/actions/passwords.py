"""Sets passwords that are kept here, and says whose are not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from workflows.people import User, name_of

from ..models import AuditEntry, DirectoryAccount, PasswordState
from .account_notices import Change, tell_owner
from .audit import record


def has_local_password(user: User) -> bool:
    """Return whether a password of this account is kept here, and not in a directory."""
    return bool(user.has_usable_password()) and not is_of_directory(user)


def may_have_local_password(user: User) -> bool:
    """Return whether this account has a password here or was invited to choose one.

    The password of an account from a directory is changed there.
    """
    if is_of_directory(user):
        return False
    return has_local_password(user) or PasswordState.objects.filter(user_id=user.pk).exists()


def is_of_directory(user: User) -> bool:
    """Return whether an account follows its entry in a directory."""
    return DirectoryAccount.objects.filter(user_id=user.pk).exists()


def needs_own_password(user: User) -> bool:
    """Return whether somebody else chose the password, so that it must be changed first."""
    return PasswordState.objects.filter(user_id=user.pk, must_change=True).exists()


@transaction.atomic
def choose_password(user: User, password: str) -> None:
    """Set the password that somebody chose for herself; links that were sent to her end.

    Whether the password is good enough has been asked of the validators before. She is told where
    it takes the place of another one.
    """
    if user.has_usable_password():
        tell_owner(user, [Change.PASSWORD], by=user)
    _set(user, password)
    PasswordState.objects.filter(user_id=user.pk, link_sent_at__isnull=False).update(
        link_used_at=timezone.now()
    )
    PasswordState.objects.filter(user_id=user.pk).update(must_change=False)
    record(AuditEntry.Event.PASSWORD_CHANGED, by=user, about=name_of(user), in_own_right=True)


@transaction.atomic
def set_first_password(user: User, password: str, *, by: User) -> None:
    """Set a password for somebody else, who has to change it as soon as she signs in.

    Links that were sent to her end. Whoever calls this tells her.
    """
    _set(user, password)
    PasswordState.objects.update_or_create(
        user_id=user.pk,
        defaults={"must_change": True, "link_for": "", "link_sent_at": None, "link_used_at": None},
    )
    record(
        AuditEntry.Event.PASSWORD_CHANGED, by=by, about=name_of(user), detail={"must_change": True}
    )


def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
