"""The warning on the home page while mails fail or wait for too long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from post_office.models import STATUS
from wagtail.admin.ui.components import Component

from workflows.notifications.queue import WAITING, mails

from .views import may_see_mails

TOO_LONG = timedelta(minutes=15)
"""A sender that comes by every minute leaves nothing lying about for so long."""


class MailWarning(Component):
    """Says how many mails failed, and how many nobody has sent for too long."""

    name = "mail_warning"
    template_name = "concept_pages/admin/mail_warning.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the three counts, in one query."""
        old = Q(status__in=WAITING, created__lt=timezone.now() - TOO_LONG)
        counts: dict[str, Any] = mails().aggregate(
            failed=Count("pk", filter=Q(status=STATUS.failed)),
            refused=Count("pk", filter=old & Q(number_of_retries__gt=0)),
            forgotten=Count("pk", filter=old & ~Q(number_of_retries__gt=0)),
        )
        return counts


def mail_warning(request: HttpRequest, panels: list[Any]) -> None:
    """Put the warning first on the home page of those who look after accounts."""
    if may_see_mails(request.user):
        panels.append(MailWarning())
