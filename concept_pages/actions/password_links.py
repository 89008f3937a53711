"""Sends one-time links by which people choose a password: invitations, and for forgotten ones.

A link holds no password and is good once. The next link, a new password and a new mail address end
it, because each of them changes what its token is made of.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from wagtail.users.models import UserProfile

from workflows.people import User, name_of

from ..models import AuditEntry, PasswordState
from .audit import record
from .passwords import has_local_password

logger = logging.getLogger(__name__)

FORGOTTEN_HOURS = 2
"""How long a link for a forgotten password is good; whoever asks for one needs it now."""
PAUSE = timedelta(minutes=5)
"""How long it takes until a forgotten password is answered by another mail."""


class PasswordLinkTokens(PasswordResetTokenGenerator):
    """Django's tokens, which end with a new password, and which end with the next link, too."""

    key_salt = "concept_pages.actions.password_links"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        state = PasswordState.objects.filter(user_id=user.pk).first()
        link = f"{state.link_for}{state.link_sent_at}" if state else ""
        return f"{super()._make_hash_value(user, timestamp)}{link}"


tokens = PasswordLinkTokens()


def good_for(purpose: str) -> timedelta:
    """Return how long a link is good."""
    if purpose == PasswordState.Purpose.INVITATION:
        return timedelta(days=settings.INVITATION_DAYS)
    return timedelta(hours=FORGOTTEN_HOURS)


def person_of_link(uid: str, token: str) -> User | None:
    """Return whose link this is; None where it is used, expired, replaced or made up."""
    people = get_user_model()._default_manager.filter(is_active=True)
    try:
        person = people.select_related("password_state").get(
            pk=force_str(urlsafe_base64_decode(uid))
        )
        state = person.password_state
    except (ValueError, OverflowError, get_user_model().DoesNotExist, PasswordState.DoesNotExist):
        return None
    if state.link_sent_at is None or state.link_used_at is not None:
        return None
    if timezone.now() > state.link_sent_at + good_for(state.link_for):
        return None
    return person if tokens.check_token(person, token) else None


def last_link(person: User) -> str:
    """Return a sign of the last link that was sent to somebody, for pages that offer another."""
    sent = PasswordState.objects.filter(user_id=person.pk).values_list("link_sent_at", flat=True)
    return str(sent.first() or "")


@transaction.atomic
def send_link(person: User, *, by: User, last: str | None = None) -> bool:
    """Invite somebody to choose a password, or send another link; older ones end.

    Her password, if she has one, stays good until she has chosen another.

    Args:
        person: Who gets it.
        by: Who sends it.
        last: The last link that `by` knew of (see `last_link`); None sends in any case.

    Returns:
        Whether a link was sent: not where another one has been sent since the last one known.
    """
    get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if last is not None and last != last_link(person):
        return False
    purpose = PasswordState.Purpose.INVITATION
    if has_local_password(person):
        purpose = PasswordState.Purpose.FORGOTTEN
    _send(person, purpose, by=name_of(by))
    detail = {"address": person.email, "link": str(purpose)}
    record(AuditEntry.Event.PERSON_INVITED, by=by, about=name_of(person), detail=detail)
    return True


@transaction.atomic
def send_forgotten(address: str) -> None:
    """Send a link to whoever has this address and a password here; say nothing to the caller.

    Somebody who got one a moment ago gets no other: nobody fills her mailbox by asking.
    """
    people = get_user_model()._default_manager.filter(email__iexact=address, is_active=True)
    for person in people.exclude(email="").select_related("password_state"):
        state = getattr(person, "password_state", None)
        waits = state and state.link_sent_at and state.link_sent_at > timezone.now() - PAUSE
        # A pending invitation is her link already; only who invited her sends another.
        if has_local_password(person) and not waits:
            _send(person, PasswordState.Purpose.FORGOTTEN, by="")


def _send(person: Any, purpose: PasswordState.Purpose, *, by: str) -> None:
    state, _made = PasswordState.objects.update_or_create(
        user_id=person.pk,
        defaults={
            "link_for": purpose,
            "link_sent_at": timezone.now(),
            "link_sent_by": by,
            "link_used_at": None,
        },
    )
    person.password_state = state
    mail = _written(person, state)
    transaction.on_commit(lambda: _deliver(mail), robust=True)


def _written(person: Any, state: PasswordState) -> EmailMessage:
    """Return the mail in the language of the person, or of the installation."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    way = reverse("concept_pages:choose_password", args=[uid, tokens.make_token(person)])
    sent_at = state.link_sent_at or timezone.now()
    with translation.override(language_of(person)):
        context = {
            "name": person.get_full_name() or person.get_username(),
            "account": person.get_username(),
            "site_name": settings.SITE_NAME,
            "sender": state.link_sent_by,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + way,
            "until": timezone.localtime(sent_at + good_for(state.link_for)),
        }
        folder = f"concept_pages/mails/{state.link_for}"
        subject = " ".join(render_to_string(f"{folder}_subject.txt", context).split())
        body = render_to_string(f"{folder}.txt", context)
    return EmailMessage(
        subject, body, to=[person.email], headers={"Auto-Submitted": "auto-generated"}
    )


def language_of(person: Any) -> str:
    """Return the language that a person has chosen, or the one of the installation."""
    profile = UserProfile.objects.filter(user_id=person.pk).only("preferred_language").first()
    chosen = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _deliver(mail: EmailMessage) -> None:
    """Send a mail; what cannot be sent is logged, and can be sent again from the person's page."""
    try:
        mail.send()
    except (OSError, SMTPException):
        logger.exception("The mail “%s” could not be sent to %s.", mail.subject, mail.to[0])
