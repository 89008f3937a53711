"""Creates, changes, deactivates and deletes accounts, and lifts their locks; each is recorded.

PersonKept           the account stays as it is; the text is a translated sentence
└─ NotYoursToChange  the person who asks does not look after this account
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply
from wagtail.users.models import UserProfile

from workflows.errors import Denial
from workflows.people import User, name_of

from ..access.accounts import may_look_after
from ..models import AuditEntry
from .account_notices import Change, tell_owner
from .audit import record
from .deputies import end_with_account
from .password_links import send_link
from .passwords import set_first_password
from .sessions import end_sessions
from .way_back import NobodyLeft, keeping_a_way_back


class PersonKept(Exception):
    """The account stays as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYoursToChange(PersonKept, Denial):
    """The person who asks does not look after this account."""

    def __init__(self, right: str) -> None:
        super().__init__(_("You may not change this account."))
        self.right = right


@transaction.atomic
def create_person(person: Any, *, by: User, language: str = "", password: str = "") -> None:
    """Save a new account without any role; invite her, or give her a first password.

    Args:
        person: The account with its names and address, not saved yet.
        by: Who creates it.
        language: The language of her screens and mails; "" is that of the installation.
        password: A first password, to be changed when she signs in; "" sends an invitation.
    """
    person.set_unusable_password()
    person.save()
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save(update_fields=["preferred_language"])
    record(
        AuditEntry.Event.PERSON_CREATED,
        by=by,
        about=name_of(person),
        detail={"account": person.get_username(), "address": person.email},
    )
    if password:
        set_first_password(person, password, by=by)
    else:
        send_link(person, by=by)


@transaction.atomic
def change_person(
    person: Any, *, by: User, changed: Iterable[str], language: str, password: str = ""
) -> None:
    """Save what was changed about an account, and tell its owner what concerns her way in.

    A password that is given has to be changed when she signs in with it.
    """
    before = type(person)._default_manager.select_related("wagtail_userprofile").get(pk=person.pk)
    changes = changes_of(before, person)
    if "language" in changed:
        profile = getattr(before, "wagtail_userprofile", None)
        changes["language"] = [profile.preferred_language if profile else "", language]
    person.save()
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
    fields = sorted(set(changed) - {"password1", "password2", *changes})
    if fields or changes:
        detail = {"account": person.get_username(), "fields": fields} | changes
        record(AuditEntry.Event.PERSON_CHANGED, by=by, about=name_of(person), detail=detail)
    if password:
        set_first_password(person, password, by=by)
    _tell(person, before, by=by, password=bool(password))


@transaction.atomic
def change_own_names(person: Any) -> None:
    """Save the names and the address that somebody has changed herself."""
    before = get_user_model()._default_manager.get(pk=person.pk)
    changes = changes_of(before, person)
    if not changes:
        return
    person.save(update_fields=list(changes))
    detail = {"account": person.get_username(), "fields": []} | changes
    record(AuditEntry.Event.PERSON_CHANGED, by=person, about=name_of(person), detail=detail)
    _tell(person, before, by=person)


def _tell(person: Any, before: Any, *, by: User, password: bool = False) -> None:
    """Tell the owner of an account of another address and of a password."""
    told = {
        Change.ADDRESS: person.email != before.email,
        Change.PASSWORD: password,
    }
    changes = [change for change, happened in told.items() if happened]
    tell_owner(person, changes, by=by, old_address=before.email)


def changes_of(before: Any, after: Any) -> dict[str, Any]:
    """Return the old and the new value of each name and of the address, where they differ."""
    return {
        field: [getattr(before, field), getattr(after, field)]
        for field in ("username", "first_name", "last_name", "email")
        if getattr(before, field) != getattr(after, field)
    }


@transaction.atomic
def deactivate(person: Any, *, by: User) -> None:
    """Deactivate an account: she is signed out with her next click and holds no right any more.

    Nothing is recorded where somebody was faster.

    Raises:
        PersonKept: it is the own account, or that of the last administrator, or the right is
            missing.
    """
    _refuse(person, by, "user.edit")
    with _keeping_an_administrator():
        account = _as_it_is(person)
        if account is None or not account.is_active:
            return
        person.is_active = False
        person.save(update_fields=["is_active"])
    end_with_account(person, by=by)
    end_sessions(of=person, by=by)  # also for the time after she is activated again
    record(AuditEntry.Event.PERSON_DEACTIVATED, by=by, about=name_of(person))


@transaction.atomic
def activate(person: Any, *, by: User) -> None:
    """Activate an account again, with the roles that it still has.

    Nothing is recorded where somebody was faster.

    Raises:
        PersonKept: the right is missing.
    """
    _refuse_without_right(person, by, "user.edit")
    account = _as_it_is(person)
    if account is None or account.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(AuditEntry.Event.PERSON_ACTIVATED, by=by, about=name_of(person))


@transaction.atomic
def delete_person(person: Any, *, by: User) -> None:
    """Delete an account; releases, logs and the history of pages keep the name.

    One that is gone stays gone.

    Raises:
        PersonKept: it is the own account, or that of the last administrator, the right is missing,
            or something would be lost with the account.
    """
    _refuse(person, by, "user.delete")
    if (
        Comment.objects.filter(user=person).exists()
        or CommentReply.objects.filter(user=person).exists()
    ):
        raise PersonKept(
            _(
                "%(person)s has written comments on pages, which would be lost with the account. "
                "Deactivate it instead."
            )
            % {"person": name_of(person)}
        )
    name, account = name_of(person), person.get_username()
    try:
        with _keeping_an_administrator():
            if _as_it_is(person) is None:
                return
            end_with_account(person, by=by)
            log(person, "wagtail.delete", user=by)
            person.delete()
    except ProtectedError as error:
        raise PersonKept(
            _("%(person)s cannot be deleted, because other records need the account.")
            % {"person": name}
        ) from error
    record(AuditEntry.Event.PERSON_DELETED, by=by, about=name, detail={"account": account})


@transaction.atomic
def lift_lock(person: Any, *, by: User) -> None:
    """Forget the failed attempts of an account, so that it can be signed in with at once.

    Nothing is recorded where there are none, as somebody was faster.

    Raises:
        PersonKept: the right is missing.
    """
    _refuse_without_right(person, by, "user.edit")
    if forget_failures(person):
        record(AuditEntry.Event.UNLOCKED, by=by, about=name_of(person))


def forget_failures(person: Any) -> int:
    """Forget the failed attempts of an account, wherever they came from; return how many rows."""
    attempts = AccessAttempt.objects.filter(username=person.get_username().casefold())
    return attempts.delete()[0]


def _as_it_is(person: Any) -> User | None:
    """Return the account as it is stored now, locked until the transaction ends; None if gone."""
    return type(person)._default_manager.select_for_update().filter(pk=person.pk).first()


@contextmanager
def _keeping_an_administrator() -> Iterator[None]:
    try:
        with keeping_a_way_back():
            yield
    except NobodyLeft as reason:
        raise PersonKept(reason.sentence) from reason


def _refuse(person: Any, by: User, right: str) -> None:
    if person == by:
        raise PersonKept(_("You cannot deactivate or delete your own account."))
    _refuse_without_right(person, by, right)


def _refuse_without_right(person: Any, by: User, right: str) -> None:
    if not may_look_after(by, person, right):
        raise NotYoursToChange(right)
