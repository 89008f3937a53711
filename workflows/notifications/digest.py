"""The daily mail: what waited since yesterday, together, in the language of who gets it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ..records import Delivery, WaitingNotice
from .delivery import logger, mail_of
from .messages import closing, language_of, wanted


def write_digests() -> int:
    """Queue a mail for everybody for whom notices waited at the hour; return how many.

    What is written after the hour waits for the next day, so nobody gets two mails a day.
    """
    until = last_hour()
    waiting = WaitingNotice.objects.filter(written_at__lt=until).order_by()
    people = waiting.values_list("person", flat=True).distinct()
    return sum(_write_to(person, until) for person in list(people))


def last_hour() -> datetime:
    """Return when it last struck the hour of the daily mail, in the time zone of the site."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    hour = now.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= now else hour - timedelta(days=1)


@transaction.atomic
def _write_to(person_id: int, until: datetime) -> bool:
    """Queue the mail of one person and forget what it says, both or none; say whether there is one.

    Of two senders the second waits for the first, and finds nothing.
    """
    rows = list(
        WaitingNotice.objects.select_for_update().filter(person=person_id, written_at__lt=until)
    )
    people = get_user_model()._default_manager.filter(pk=person_id, is_active=True)
    person = people.select_related("wagtail_userprofile", "notice_choice").first()
    texts = _texts_for(person, rows) if person and person.email else []
    WaitingNotice.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return bool(texts) and _queue(person, texts)


def _texts_for(person: Any, rows: list[WaitingNotice]) -> list[str]:
    """Return what is still wanted, each text once, the oldest first."""
    texts = (row.text for row in rows if wanted(person, row.subject) != Delivery.NONE)
    return list(dict.fromkeys(texts))


def _queue(person: Any, texts: list[str]) -> bool:
    with override(language_of(person)):
        subject = ngettext(
            "%(site)s: %(count)d notice", "%(site)s: %(count)d notices", len(texts)
        ) % {"site": settings.WAGTAIL_SITE_NAME, "count": len(texts)}
        head = _("This is what happened since the last daily mail. Your account says what comes.")
        body = "\n\n".join([head, *(f"– {text}" for text in texts), closing()]) + "\n"
    try:
        mail_of(person.email, subject, body).send()
    except ValidationError:
        logger.exception("The daily mail could not be written to %s.", person.email)
        return False
    return True
