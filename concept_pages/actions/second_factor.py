"""Sets up, proves and removes the second factor of a person.

CodeRefused    the code does not count; the text is a translated sentence

A secret leaves the database only to be shown while it is set up. Of recovery codes a fingerprint is
stored: whoever reads the database cannot sign in with one.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from workflows.people import name_of

from ..access.accounts import may_look_after
from ..models import AuditEntry
from ..queries.second_factor import device_of
from .account_notices import Change, tell_owner
from .audit import record
from .recovery_codes import DIGITS, is_recovery_code, new_code, plain

RECOVERY_CODES = 10


class CodeRefused(Exception):
    """The code does not count."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def set_up(secret: str, code: str, *, by: Any) -> tuple[TOTPDevice, list[str]]:
    """Let a device count whose secret made this code; return it with ten recovery codes.

    Raises:
        CodeRefused: the code is not one of this secret, or there is a device already.
    """
    _lock(by)
    if device_of(by) is not None:
        raise CodeRefused(_("You have set up a second factor already."))
    device = TOTPDevice(user=by, name="TOTP", key=secret)
    # A right code is stored as used: it does not sign in a second time.
    if not device.verify_token(plain(code)):
        raise CodeRefused(_not_of_the_secret())
    codes = _new_codes(by)
    record(AuditEntry.Event.SECOND_FACTOR_SET, by=by, about=name_of(by))
    return device, codes


def prove(code: str, *, by: Any) -> TOTPDevice:
    """Take a code of the device, or a recovery code, which is used up by that; return the device.

    Each wrong code makes the person wait twice as long as the one before.

    Raises:
        CodeRefused: the code is wrong or was used before, or the person has to wait.
    """
    device, refusal = _try(code, by)
    if device is None:
        raise CodeRefused(refusal)
    return device


def renew_recovery_codes(code: str, *, by: Any) -> list[str]:
    """Return ten new recovery codes; the old ones do not count any more.

    Raises:
        CodeRefused: the code that has to be shown for it does not count.
    """
    prove(code, by=by)
    with transaction.atomic():
        codes = _new_codes(by)
        record(
            AuditEntry.Event.SECOND_FACTOR_SET,
            by=by,
            about=name_of(by),
            detail={"recovery_codes": RECOVERY_CODES},
        )
    return codes


def remove_own(code: str, *, by: Any) -> None:
    """Remove the second factor of the person herself.

    Raises:
        CodeRefused: the code that has to be shown for it does not count.
    """
    prove(code, by=by)
    _remove(by, by)


def reset(person: Any, *, by: Any) -> bool:
    """Remove the lost second factor of somebody else; return whether there was one.

    `by` is None where an operator does it on the command line.

    Raises:
        PermissionDenied: `by` may not administer this person, or is this person: her own needs a
            code.
    """
    if by is not None and (by == person or not may_look_after(by, person)):
        raise PermissionDenied
    return _remove(person, by)


@transaction.atomic
def _remove(person: Any, by: Any) -> bool:
    removed = [
        model.objects.filter(user=person).delete()[0] for model in (StaticDevice, TOTPDevice)
    ]
    if any(removed):
        record(
            AuditEntry.Event.SECOND_FACTOR_REMOVED,
            by=by,
            about=name_of(person),
            in_own_right=by == person,
        )
        tell_owner(person, [Change.SECOND_FACTOR], by=by)
    return any(removed)


@transaction.atomic
def _try(code: str, by: Any) -> tuple[TOTPDevice | None, str]:
    """Return the device where the code counts, else why not; what failed is kept, not undone."""
    _lock(by)
    device = device_of(by)
    if device is None:
        return None, _("You have not set up a second factor.")
    recovery = StaticDevice.objects.filter(user=by).first() if is_recovery_code(code) else None
    asked = recovery or device
    allowed, why = asked.verify_is_allowed()
    if not allowed:
        return None, _wait(why["locked_until"])
    if asked.verify_token(_fingerprint(by, code) if recovery else plain(code)):
        if recovery:
            record(AuditEntry.Event.RECOVERY_CODE_USED, by=by, about=name_of(by))
        return device, ""
    record(AuditEntry.Event.SECOND_FACTOR_FAILED, by=by, about=name_of(by), refused=True)
    return None, _wrong()


def _lock(person: Any) -> None:
    """Let two requests of one person wait for each other: a code counts once."""
    get_user_model()._default_manager.select_for_update().get(pk=person.pk)


def _new_codes(person: Any) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = [new_code() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_fingerprint(person, code)) for code in codes
    )
    return codes


def _fingerprint(person: Any, code: str) -> str:
    """Return what is stored of a recovery code, as long as the column is."""
    return salted_hmac(f"second factor of {person.pk}", plain(code)).hexdigest()[:16]


def _wrong() -> str:
    return _(
        "This code does not count. Please type the %(digits)s digits that the telephone shows now; "
        "each code counts once. If it is a recovery code, it may have been used already."
    ) % {"digits": DIGITS}


def _not_of_the_secret() -> str:
    return _(
        "This code does not belong to the secret above. Please check that the telephone shows the "
        "right time and sets it by itself, then type the next code that the app shows. The secret "
        "stays the same."
    )


def _wait(until: Any) -> str:
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    return ngettext(
        "There were wrong codes. Please wait %(seconds)s second, then try again.",
        "There were wrong codes. Please wait %(seconds)s seconds, then try again.",
        seconds,
    ) % {"seconds": seconds}
