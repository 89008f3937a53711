"""When guessing passwords ends: which failed attempts count together, and who is locked out.

An account is locked for one address after `LOGIN_FAILURES` wrong passwords, and for all addresses
after several times as many, so that neither one machine nor many together can go on guessing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

FROM_MANY_ADDRESSES = 4
"""How many times `LOGIN_FAILURES` lock an account for all addresses."""


def account_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the account as failures are counted for it: however it is spelled, it is one."""
    named = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(named).strip().casefold()[:255]


def locked_accounts() -> frozenset[str]:
    """Return the accounts that are locked now, for some address or for all."""
    rows = recent_failures().values_list("username", "ip_address")
    rows = rows.annotate(failures=Sum("failures_since_start"))
    here: set[str] = set()
    everywhere: defaultdict[str, int] = defaultdict(int)
    for username, _address, failures in rows.order_by():
        everywhere[username] += failures
        if failures >= settings.LOGIN_FAILURES:
            here.add(username)
    most = settings.LOGIN_FAILURES * FROM_MANY_ADDRESSES
    return frozenset(here | {name for name, failures in everywhere.items() if failures >= most})


def recent_failures() -> QuerySet[Any]:
    """Return the failed attempts that still count."""
    found: QuerySet[Any] = AccessAttempt.objects.filter(
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    return found


class LockHandler(AxesDatabaseHandler):
    """Counts the failures of an account for one address, and a part of those from all others."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the number that is compared with `LOGIN_FAILURES`."""
        here: int = super().get_failures(request, credentials)
        everywhere = recent_failures().filter(username=get_client_username(request, credentials))
        failures = everywhere.aggregate(all=Sum("failures_since_start"))["all"] or 0
        return max(here, failures // FROM_MANY_ADDRESSES)
