"""Signs in with the directory: django-auth-ldap asks it, and `actions.directory` lets in.

Only named in the settings where there is a directory, because it needs the libraries.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ldap
from django.conf import settings
from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_auth_ldap.backend import LDAPBackend, ldap_error
from django_auth_ldap.config import LDAPSearch

from ..actions.audit import record
from ..actions.directory.accounts import admit, is_local
from ..actions.directory.entries import DirectoryDown, Entry, SignInRefused
from ..models import AuditEntry
from .config import attributes, person_filter, refuse_wrong_settings
from .connection import Connection, answering_urls, connection_options
from .groups import Memberships
from .values import entry_of

WRONG_PASSWORD = (
    ldap.INVALID_CREDENTIALS,
    ldap.INAPPROPRIATE_AUTH,
    ldap.CONSTRAINT_VIOLATION,
    ldap.UNWILLING_TO_PERFORM,
    ldap.INSUFFICIENT_ACCESS,
    ldap.NO_SUCH_OBJECT,
)
"""How directories refuse somebody's password, or her locked account."""


class DirectoryBackend(LDAPBackend):
    """Lets in whom the directory knows, and who holds a role here."""

    @property
    def default_settings(self) -> dict[str, Any]:
        """What django-auth-ldap wants to know, from our settings."""
        return {
            "SERVER_URI": answering_urls,
            "START_TLS": settings.LDAP_START_TLS,
            "BIND_DN": settings.LDAP_BIND_DN,
            "BIND_PASSWORD": settings.LDAP_BIND_PASSWORD,
            "CONNECTION_OPTIONS": connection_options(),
            "USER_SEARCH": LDAPSearch(
                settings.LDAP_USER_BASE,
                ldap.SCOPE_SUBTREE,
                person_filter("%(user)s"),
                attributes(),
            ),
            "ALWAYS_UPDATE_USER": False,  # `admit` does that
        }

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Return the account; None where name or password are wrong.

        Local accounts are none of the directory's business: it is not even asked about them.

        Raises:
            SignInRefused: the reason is another one, which the form tells.
        """
        username = (kwargs.get(get_user_model().USERNAME_FIELD, username) or "").strip()
        if not username or not password or is_local(username):
            return None
        try:
            refuse_wrong_settings()
            return super().authenticate(request, username=username, password=password)
        except SignInRefused as refusal:
            record(
                AuditEntry.Event.SIGN_IN_FAILED,
                by=None,
                about=username,
                detail={"reason": refusal.reason},
                refused=True,
            )
            raise

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[Any, bool]:
        """Return the account of somebody whose password was right; it has been saved."""
        entry = entry_of(ldap_user.dn, ldap_user.attrs)
        if entry is None:
            raise SignInRefused(
                _(
                    "Your entry in the directory has no usable account name or no unique "
                    "identifier. Please ask your administrators."
                ),
                "entry without account or identifier",
            )
        return admit(_with_groups(entry, ldap_user)), False

    def get_user(self, user_id: Any) -> Any:
        """Return somebody who is signed in; nobody whose account was deactivated meanwhile."""
        return get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()

    def get_group_permissions(self, user: Any, obj: Any = None) -> set[str]:
        """Return nothing: roles are the one source of rights."""
        return set()


def _with_groups(entry: Entry, ldap_user: Any) -> Entry:
    return replace(entry, groups=Memberships(Connection(ldap_user.connection)).of(entry))


@receiver(ldap_error, sender=DirectoryBackend, dispatch_uid="concept_pages.directory")
def tell_apart(context: str, exception: Exception, **kwargs: Any) -> None:
    """Say that the directory is down, where django-auth-ldap would say that the password is wrong.

    Raises:
        DirectoryDown: it is.
    """
    if context == "authenticate" and isinstance(exception, WRONG_PASSWORD):
        return
    raise DirectoryDown(type(exception).__name__) from exception
