"""The second factor of a person: the device that shows her codes, and who demands one."""

from __future__ import annotations

from typing import Any

from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..access.grants import grants_of
from ..models import Role


def device_of(user: Any) -> TOTPDevice | None:
    """Return the device that counts; None where somebody signs in with her password alone."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


def recovery_codes_left(user: Any) -> int:
    """Return how many recovery codes have not been used yet."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def roles_that_demand(user: Any) -> list[str]:
    """Return the names of the roles for which a person needs a second factor.

    There is none for a superuser: of her the installation demands it.
    """
    roles = {one.role.pk for one in grants_of(user).holdings if one.role.second_factor}
    return sorted(str(role) for role in Role.objects.filter(pk__in=roles)) if roles else []
