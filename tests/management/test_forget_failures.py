"""`forget_failures` trims the table and lifts no lock."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from concept_pages.access.lock import locked_accounts

pytestmark = pytest.mark.django_db


def test_old_failures_are_forgotten_and_locks_stay() -> None:
    for account, age in (("old", timedelta(days=1)), ("new", timedelta())):
        made = AccessAttempt.objects.create(
            username=account,
            ip_address="10.0.0.1",
            user_agent="",
            failures_since_start=settings.LOGIN_FAILURES,
        )
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=timezone.now() - age)
    said = StringIO()

    with translation.override("en"):
        call_command("forget_failures", stdout=said)

    assert said.getvalue() == "1 failed attempt was forgotten.\n"
    assert locked_accounts() == {"new"}
