"""Names deputies, changes a deputyship and ends it; each is recorded and told to both.

DeputyRefused      nothing has changed; the text is a translated sentence
└─ NotYoursToName  the person has no say in it
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.errors import Denial
from workflows.people import User, name_of

from ..access.accounts import may_look_after
from ..access.claims import claimant_of, handed_on
from ..access.deputies import not_over
from ..access.roles import effective_roles
from ..models import AuditEntry, Deputyship
from .audit import record
from .deputy_notices import tell_both

LONGEST = timedelta(days=366)
"""A deputy for longer than a year needs the roles herself."""


class DeputyRefused(Exception):
    """Nothing has changed about deputies; `field` is what has to be answered otherwise."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotYoursToName(DeputyRefused, Denial):
    """The person has no say in it."""

    right = "user.edit"


@transaction.atomic
def name_deputy(
    person: Any,
    deputy: Any,
    *,
    by: User,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    with_administrative: bool = False,
) -> Deputyship:
    """Let somebody hold a person's roles for a time.

    Args:
        person: Whose roles they are.
        deputy: Who holds them meanwhile.
        by: The person herself, or whoever may look after her account.
        starts_on: The first day; today at the earliest.
        ends_on: The last day, at most a year later.
        reason: Why, for those who read it later.
        with_administrative: Hand on administrative roles too; not for oneself.

    Raises:
        DeputyRefused: the right is missing, or the people or days do not fit, or the deputy would
            hold nothing.
    """
    _lock(person, deputy)
    _refuse_people(person, deputy, by, with_administrative=with_administrative)
    _refuse_nothing(person, with_administrative=with_administrative)
    if starts_on < timezone.localdate():
        sentence = _("The first day lies in the past. Choose today or a later day.")
        raise DeputyRefused(sentence, "starts_on")
    _refuse_days(person, deputy, starts_on, ends_on)
    deputyship: Deputyship = Deputyship.objects.create(
        person=person,
        deputy=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        with_administrative=with_administrative,
        named_by=by,
        named_by_name=name_of(by),
    )
    _write_down(AuditEntry.Event.DEPUTY_NAMED, deputyship, by)
    return deputyship


@transaction.atomic
def change_deputyship(
    deputyship: Deputyship, *, by: User, starts_on: date, ends_on: date, reason: str
) -> None:
    """Change days and reason of a deputyship that is not over; one that began keeps its first day.

    Raises:
        DeputyRefused: it is over, the right is missing, or the days do not fit.
    """
    row = Deputyship.objects.select_for_update().get(pk=deputyship.pk)
    _lock(row.person, row.deputy)
    _refuse_over(row)
    _refuse_people(row.person, row.deputy, by, with_administrative=row.with_administrative)
    today = timezone.localdate()
    if row.starts_on <= today and starts_on != row.starts_on:
        sentence = _("It has begun already, so its first day cannot be changed.")
        raise DeputyRefused(sentence, "starts_on")
    if row.starts_on > today > starts_on:
        sentence = _("The first day lies in the past. Choose today or a later day.")
        raise DeputyRefused(sentence, "starts_on")
    if ends_on < today:
        sentence = _("The last day lies in the past. To stop it now, end it.")
        raise DeputyRefused(sentence, "ends_on")
    _refuse_days(row.person, row.deputy, starts_on, ends_on, besides=row)
    row.starts_on, row.ends_on, row.reason = starts_on, ends_on, reason
    row.save(update_fields=["starts_on", "ends_on", "reason"])
    _write_down(AuditEntry.Event.DEPUTY_CHANGED, row, by)


@transaction.atomic
def end_deputyship(deputyship: Deputyship, *, by: User) -> None:
    """End a deputyship now; one that has not begun is deleted, for nobody acted under it.

    Raises:
        DeputyRefused: it is over, or the right is missing.
    """
    row = Deputyship.objects.select_for_update().filter(pk=deputyship.pk).first()
    if row is None:  # it had not begun, and somebody was faster
        return
    _refuse_over(row)
    if not may_end(by, row):
        raise NotYoursToName(_("You may not end this deputyship."))
    _end(row, by)


@transaction.atomic
def end_with_account(person: Any, *, by: User | None) -> None:
    """End what somebody whose account goes is the deputy of, and who is hers.

    It would begin to count again with the account. `by` None is the system; whoever may take an
    account away may do this.
    """
    rows = Deputyship.objects.filter(not_over(), Q(person=person) | Q(deputy=person))
    for row in rows.select_for_update().order_by("pk"):
        _end(row, by)


def _end(row: Deputyship, by: User | None) -> None:
    _write_down(AuditEntry.Event.DEPUTY_ENDED, row, by)
    if row.starts_on > timezone.localdate():
        row.delete()
        return
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])


def may_name_for(
    by: User,
    person: Any,
    *,
    with_administrative: bool = False,
    looked_after: Collection[int] | None = None,
) -> bool:
    """Return whether somebody may name a deputy for a person.

    `looked_after` are those whom she may look after, where a list has found that out for all.
    """
    if by == person:
        return not with_administrative
    return may_look_after(by, person) if looked_after is None else person.pk in looked_after


def may_end(
    by: User, deputyship: Deputyship, *, looked_after: Collection[int] | None = None
) -> bool:
    """Return whether somebody may end it: both of them, and whoever looks after the person."""
    return by.pk in (deputyship.person_id, deputyship.deputy_id) or may_name_for(
        by, deputyship.person, looked_after=looked_after
    )


def _lock(*people: Any) -> None:
    """Let two who name deputies for the same people do so one after the other."""
    keys = [person.pk for person in people]
    rows = get_user_model()._default_manager.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update().values_list("pk"))


def _refuse_people(person: Any, deputy: Any, by: User, *, with_administrative: bool) -> None:
    if person == deputy:
        raise DeputyRefused(_("Nobody is her own deputy. Choose somebody else."), "deputy")
    if by == person and with_administrative:
        raise NotYoursToName(
            _("Administrative roles are handed on by whoever looks after your account only.")
        )
    if by == deputy:
        # Roles given to the person later would be hers as well, past whoever gives them.
        sentence = _("You cannot make yourself somebody's deputy. Ask her to name you.")
        raise NotYoursToName(sentence, "deputy")
    if not may_name_for(by, person, with_administrative=with_administrative):
        raise NotYoursToName(_("You may not name a deputy for this person."))
    if not (person.is_active and deputy.is_active):
        raise DeputyRefused(_("Both accounts must be active."))


def _refuse_nothing(person: Any, *, with_administrative: bool) -> None:
    """Refuse a deputyship that hands on no role: who relied on it would notice too late."""
    held = claimant_of(person, effective_roles())
    if handed_on(held, with_administrative=with_administrative):
        return
    words = {"person": name_of(person)}
    if not handed_on(held, with_administrative=True):
        sentence = _("%(person)s holds no role that a deputy could hold.")
    else:
        sentence = _(
            "%(person)s holds administrative roles only. They are handed on by whoever looks after"
            " the account, with “administrative roles too”."
        )
    raise DeputyRefused(sentence % words, "person")


def _refuse_days(
    person: Any, deputy: Any, starts_on: date, ends_on: date, besides: Deputyship | None = None
) -> None:
    if ends_on < starts_on:
        raise DeputyRefused(_("The last day lies before the first day."), "ends_on")
    if ends_on - starts_on > LONGEST:
        sentence = _("A deputyship lasts a year at most. Choose an earlier last day.")
        raise DeputyRefused(sentence, "ends_on")
    same = Deputyship.objects.filter(
        person=person,
        deputy=deputy,
        ended_at__isnull=True,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise DeputyRefused(_("She is the deputy on some of these days already."))


def _refuse_over(deputyship: Deputyship) -> None:
    if deputyship.ended_at is not None or deputyship.ends_on < timezone.localdate():
        raise DeputyRefused(_("This deputyship is over. Name a new one."))


def _write_down(event: AuditEntry.Event, deputyship: Deputyship, by: User | None) -> None:
    record(
        event,
        by=by,
        about=name_of(deputyship.person),
        detail={
            "deputy": name_of(deputyship.deputy),
            "from": deputyship.starts_on.isoformat(),
            "until": deputyship.ends_on.isoformat(),
            "administrative": deputyship.with_administrative,
        },
    )
    tell_both(event, deputyship, by=by)
