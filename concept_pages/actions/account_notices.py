"""Tells a person at once when somebody changes how she gets in: address, password, second factor.

Whoever rules these rules the account. So nobody chooses away such a mail, one that follows another
address goes to the old one, too, and her own changes are told as well: it may not have been her.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from workflows.notifications.delivery import deliver_later
from workflows.notifications.messages import Notice, closing, language_of
from workflows.people import User, name_of

from ..access.accounts import who_look_after

MOST_NAMES = 3
"""How many people are named whom she may ask."""


class Change(StrEnum):
    """What was changed about the way in; the mail has a sentence for each."""

    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - a word of ours
    SECOND_FACTOR = "second_factor"


def tell_owner(
    person: User, changes: Collection[Change], *, by: User | None, old_address: str = ""
) -> None:
    """Write to the owner of an account once the changes are committed; nothing of what is secret.

    Args:
        person: Whose account it is.
        changes: What was changed; without any nobody is told.
        by: Who did it; None is an operator on the command line.
        old_address: Where her mails went before, where that was changed.
    """
    if changes:
        at = timezone.localtime()
        deliver_later(lambda: _notices(person.pk, changes, by, old_address, at))


def _notices(
    owner: int, changes: Collection[Change], by: User | None, old_address: str, at: datetime
) -> list[Notice]:
    people = get_user_model()._default_manager.select_related("wagtail_userprofile")
    person = people.filter(pk=owner).first()
    if person is None:
        return []
    with override(language_of(person)):
        facts = {
            "name": person.get_full_name() or person.get_username(),
            "account": person.get_username(),
            "site_name": settings.SITE_NAME,
            "by": name_of(by) if by else "",
            "herself": by == person,
            "at": at,
            "changes": changes,
            "address": person.email,
            "ask": _whom_to_ask(person, by),
            "closing": closing(),
        }
        folder = "concept_pages/mails/account_changed"
        subject = " ".join(render_to_string(f"{folder}_subject.txt", facts).split())
        body = render_to_string(f"{folder}.txt", facts)
    return [
        Notice(recipient=address, subject=subject, body=body, person=person.pk)
        for address in dict.fromkeys((old_address, person.email))
        if address
    ]


def _whom_to_ask(person: Any, by: User | None) -> str:
    """Return the names of some who look after her account, if possible not of who changed it."""
    able = who_look_after(person)
    others = [one for one in able if by is None or one.pk != by.pk]
    return ", ".join(one.name for one in (others or able)[:MOST_NAMES])
