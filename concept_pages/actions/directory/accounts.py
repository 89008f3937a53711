"""Keeps accounts in step with their entries in the directory; never touches a local account."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.people import User, name_of

from ...access.authority import holders
from ...access.grants import current_assignments, forget_grants
from ...models import AuditEntry, DirectoryAccount
from ..audit import record
from ..deputies import end_with_account
from ..people import changes_of
from ..sessions import end_sessions
from .assignments import follow_groups, gives_a_role
from .entries import Entry, SignInRefused

MOST_NAMES = 5
"""How many people are named whom somebody may ask for a role."""

FIELDS = {"first_name": "first_name", "last_name": "last_name", "email": "mail"}
"""What an account takes over from its entry, beside the account itself."""


def admit(entry: Entry) -> Any:
    """Return the account of somebody whose password the directory has confirmed.

    An account is made for whom a group in the directory gives a role; nobody gets in without any.

    Raises:
        SignInRefused: the name belongs to somebody else, the account is deactivated, or she holds
            no role; assignments that she has lost are gone nevertheless.
    """
    try:
        user = _admitted(entry)
    except IntegrityError:  # she has signed in twice at the same time; the other one has made it
        user = _admitted(entry)
    if user is None or not _holds_a_role(user):
        raise SignInRefused(_without_role(), "no role")
    return user


@transaction.atomic
def _admitted(entry: Entry) -> Any | None:
    """Return the account as the directory has it now; None where there is none and no role."""
    account = account_of(entry)
    if account is None:
        refuse_taken_name(entry)
        return create_account(entry, by=None) if gives_a_role(entry) else None
    if not account.user.is_active and not account.has_left:
        raise SignInRefused(_("This account is deactivated."), "deactivated")
    bring_up_to_date(account, entry)
    return account.user


def account_of(entry: Entry) -> DirectoryAccount | None:
    """Return the account that belongs to an entry, whatever the entry is called by now."""
    accounts = DirectoryAccount.objects.select_related("user").select_for_update(of=("self",))
    return accounts.filter(unique_id=entry.unique_id).first()


def is_local(account: str) -> bool:
    """Return whether an account of this name is one of ours, which the directory has no say in."""
    people = get_user_model()._default_manager.filter(username__iexact=account)
    return people.filter(directory_account__isnull=True).exists()


def refuse_taken_name(entry: Entry) -> None:
    """Refuse an entry whose account name somebody else has here.

    Raises:
        SignInRefused: it has; she is another person as far as we can know.
    """
    if _name_is_taken(entry.account):
        sentence = _(
            "The account “%(account)s” exists here already and belongs to somebody else. Please "
            "ask your administrators."
        )
        raise SignInRefused(sentence % {"account": entry.account}, "account of somebody else")


@transaction.atomic
def create_account(entry: Entry, *, by: User | None) -> Any:
    """Make an account without a local password, with the roles that groups in the directory give.

    Raises:
        SignInRefused: the name is taken.
    """
    refuse_taken_name(entry)
    user = get_user_model()(username=entry.account)
    user.set_unusable_password()
    for field, value in FIELDS.items():
        setattr(user, field, getattr(entry, value))
    user.save()
    DirectoryAccount.objects.create(
        user=user, unique_id=entry.unique_id, dn=entry.dn, last_seen=timezone.now()
    )
    record(AuditEntry.Event.PERSON_CREATED, by=by, about=name_of(user), detail={"dn": entry.dn})
    follow_groups(user, entry)
    return user


def bring_up_to_date(account: DirectoryAccount, entry: Entry) -> set[str]:
    """Let an account follow its entry; return what changed: fields, "activated", "roles"."""
    user = account.user
    before = copy(user)
    changed = set(_follow_fields(user, entry))
    if account.has_left and not user.is_active:
        user.is_active = True
        changed.add("activated")
    if user.has_usable_password():  # the directory alone decides who gets in
        user.set_unusable_password()
        changed.add("password")
    account.dn, account.last_seen, account.has_left = entry.dn, timezone.now(), False
    account.save()
    if changed:
        user.save()
        event = AuditEntry.Event
        happened = event.PERSON_ACTIVATED if "activated" in changed else event.PERSON_CHANGED
        changes = changes_of(before, user)
        detail = {"fields": sorted(changed - changes.keys())} | changes
        record(happened, by=None, about=name_of(user), detail=detail)
    if follow_groups(user, entry):
        changed.add("roles")
    forget_grants(user)
    return changed


def deactivate(account: DirectoryAccount) -> bool:
    """Deactivate the account of somebody who has left; return whether it was active."""
    user = account.user
    if not user.is_active:
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    account.has_left = True
    account.save(update_fields=["has_left"])
    end_with_account(user, by=None)
    end_sessions(of=user, by=None)  # also for the time after she is activated again
    record(
        AuditEntry.Event.PERSON_DEACTIVATED, by=None, about=name_of(user), detail={"dn": account.dn}
    )
    return True


def _follow_fields(user: Any, entry: Entry) -> Iterator[str]:
    """Take over what has changed; a new account name only where nobody else has it."""
    for field, value in FIELDS.items():
        if getattr(user, field) != getattr(entry, value):
            setattr(user, field, getattr(entry, value))
            yield field
    if user.username != entry.account and not _name_is_taken(entry.account, but=user.pk):
        user.username = entry.account
        yield "username"


def _name_is_taken(account: str, *, but: int | None = None) -> bool:
    people = get_user_model()._default_manager.filter(username__iexact=account)
    return (people.exclude(pk=but) if but else people).exists()


def _holds_a_role(user: Any) -> bool:
    held = current_assignments()
    return (
        user.is_superuser
        or held.filter(user=user).exists()
        or held.filter(group__user=user).exists()
    )


def _without_role() -> str:
    rights = ("role.delegate", "role.delegate_admin")
    people = holders(rights, None, include_superusers=False) or holders(rights, None)
    names = [person.get_full_name() or person.get_username() for person in people[:MOST_NAMES]]
    if not names:
        return _("You hold no role here yet. Please ask your administrators for one.")
    return _("You hold no role here yet. You can ask one of these people for it: %(people)s.") % {
        "people": ", ".join(names)
    }
