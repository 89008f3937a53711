"""The people whom commands act for: found by their user name, and spoken about by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.errors import FourEyes, NotPossible, RightMissing

from ..access.rights import RIGHTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def active_person(name: str) -> AbstractBaseUser:
    """Return the person with that user name.

    Raises:
        CommandError: nobody is called like this, or she may not log in any more.
    """
    people = get_user_model()
    person: AbstractBaseUser | None = people.objects.filter(
        **{people.USERNAME_FIELD: name}, is_active=True
    ).first()
    if person is None:
        raise CommandError(_("There is no active user “%(name)s”.") % {"name": name})
    return person


def known_person(name: str) -> AbstractBaseUser:
    """Return the person with that user name, deactivated or not.

    Raises:
        CommandError: nobody is called like this.
    """
    people = get_user_model()
    person: AbstractBaseUser | None = people.objects.filter(**{people.USERNAME_FIELD: name}).first()
    if person is None:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
    return person


def told(refusal: NotPossible) -> str:
    """Return why a move was refused, about the person by name: whoever reads it is another."""
    if isinstance(refusal, RightMissing) and refusal.by and refusal.right in RIGHTS:
        return _("“%(person)s” does not hold the right “%(right)s”.") % {
            "person": refusal.by.get_username(),
            "right": RIGHTS[refusal.right].label,
        }
    return refusal.told if isinstance(refusal, FourEyes) else refusal.sentence
