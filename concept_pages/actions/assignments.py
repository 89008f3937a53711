"""Gives, changes and takes roles; every form, list and import that does so calls these.

AssignmentRefused    nothing was done; the text is a translated sentence
├─ NotYoursToGive    the person may not give this role in this place, or not to herself
├─ HeldAlready       the same holder has the role there
├─ EndsInThePast     the new end date is over
└─ FromTheDirectory  it comes with a group in the directory, and changes with the table of groups
Whatever takes a role may also raise `way_back.NobodyLeft`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.errors import Denial
from workflows.people import User, name_of

from ..access.delegation import herself_as_deputy, may_give, right_to_delegate
from ..access.grants import forget_grants, grants_of
from ..models import AuditEntry, Role, RoleAssignment, ServiceGroupPage
from .audit import record
from .way_back import NobodyLeft, is_last_way_back, keeping_a_way_back


class AssignmentRefused(Exception):
    """The assignment stays as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYoursToGive(AssignmentRefused, Denial):
    """The person may not give this role in this place, or not to herself."""

    def __init__(self, sentence: str, right: str) -> None:
        super().__init__(sentence)
        self.right = right


class HeldAlready(AssignmentRefused):
    """The same holder has the role there; `assignment` is the one that is there, if known."""

    def __init__(self, sentence: str, assignment: RoleAssignment | None = None) -> None:
        super().__init__(sentence)
        self.assignment = assignment


class EndsInThePast(AssignmentRefused):
    """The end date is over."""


class FromTheDirectory(AssignmentRefused):
    """It comes with a group in the directory."""


def give_role(
    *,
    to: Any,
    role: Role,
    service_group: ServiceGroupPage | None,
    by: User | None,
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give a person or a group of people a role; `service_group` None is everywhere.

    A role that was held there and has ended is renewed. `by` None is the system, which may give
    every role. Returns the assignment.

    Raises:
        AssignmentRefused: nothing was done.
    """
    refuse_without_right(role, service_group, by, to=to)
    refuse_past(ends_on)
    held = held_by(to).filter(role=role, service_group=service_group)
    try:
        with transaction.atomic():
            assignment = held.select_for_update().first()
            if assignment is None:
                assignment = RoleAssignment(role=role, service_group=service_group, **_column(to))
            elif not has_ended(assignment):
                raise HeldAlready(sentence_of_held(assignment), assignment)
            assignment.ends_on = ends_on
            assignment.save()
            _record(AuditEntry.Event.ROLE_GIVEN, assignment, by)
    except IntegrityError:  # somebody else gave it a moment ago
        raise HeldAlready(_("This role has been assigned already.")) from None
    forget_grants(to)
    return assignment


def change_assignment(
    assignment: RoleAssignment,
    *,
    role: Role,
    service_group: ServiceGroupPage | None,
    ends_on: date | None,
    by: User | None,
) -> None:
    """Change which role is held, where and until when; the holder stays.

    Raises:
        AssignmentRefused: nothing was done.
        NobodyLeft: nobody could give rights back afterwards.
    """
    before = RoleAssignment.objects.select_related("role", "service_group").get(pk=assignment.pk)
    refuse_from_directory(before)
    refuse_without_right(before.role, before.service_group, by)
    holder = before.user or before.group
    other_role = (role, service_group) != (before.role, before.service_group)
    gives_more = other_role or is_longer(before, ends_on)
    refuse_without_right(role, service_group, by, to=holder if gives_more else None)
    if ends_on != before.ends_on:
        refuse_past(ends_on)
    twin = held_by(holder).filter(role=role, service_group=service_group)
    if other := twin.exclude(pk=before.pk).first():
        raise HeldAlready(sentence_of_held(other), other)
    if (role, service_group, ends_on) == (before.role, before.service_group, before.ends_on):
        return
    with keeping_a_way_back():
        assignment.role, assignment.service_group = role, service_group
        assignment.ends_on = ends_on
        assignment.save(update_fields=["role", "service_group", "ends_on"])
        _record(AuditEntry.Event.ROLE_CHANGED_FOR, assignment, by, before=before)
    forget_grants(holder)


def take_role(assignment: RoleAssignment, *, by: User | None) -> None:
    """Take a role from who holds it; `by` None is the system. One that is taken stays taken.

    Raises:
        AssignmentRefused: the person may not give this role here, and so not take it.
        NobodyLeft: nobody could give rights back afterwards.
    """
    refuse_from_directory(assignment)
    refuse_without_right(assignment.role, assignment.service_group, by)
    holder = assignment.user or assignment.group
    with keeping_a_way_back():
        if not RoleAssignment.objects.select_for_update().filter(pk=assignment.pk).exists():
            return
        _record(AuditEntry.Event.ROLE_TAKEN, assignment, by)
        assignment.delete()
    forget_grants(holder)


def reason_to_keep(assignment: RoleAssignment, *, by: User) -> str:
    """Return why taking a role would be refused now, in a sentence; "" where it would not.

    For a page that asks before: `take_role` decides anew.
    """
    try:
        refuse_from_directory(assignment)
        refuse_without_right(assignment.role, assignment.service_group, by)
    except AssignmentRefused as reason:
        return reason.sentence
    return NobodyLeft().sentence if is_last_way_back(assignment) else ""


def refuse_from_directory(assignment: RoleAssignment) -> None:
    """Refuse to touch by hand what comes with a group in the directory.

    Raises:
        FromTheDirectory: it does.
    """
    if assignment.source_id is not None:
        raise FromTheDirectory(
            _(
                "This role comes with a group in the directory. Change the table of directory "
                "groups, or the membership there."
            )
        )


def refuse_without_right(
    role: Role, service_group: ServiceGroupPage | None, by: User | None, *, to: Any = None
) -> None:
    """Refuse whoever may not give the role in this place, or not `to` this holder.

    Raises:
        NotYoursToGive: she may not.
    """
    herself = by is not None and to is not None and to in herself_as_deputy(by)
    if refusal := missing_right(role, service_group, by, to_herself=herself):
        raise refusal


def missing_right(
    role: Role, service_group: ServiceGroupPage | None, by: User | None, *, to_herself: bool = False
) -> NotYoursToGive | None:
    """Return why somebody may not give the role in this place; None where she may.

    To herself, or to a group of people that she is in, nobody gives a role as a deputy.
    """
    if by is None:
        return None
    grants = grants_of(by)
    place = service_group.pk if service_group else None
    effective = grants.roles.get(role.pk)
    sentence = _("You may not give the role “%(role)s” for: %(where)s.")
    if effective and may_give(grants, effective, place):
        if not to_herself or may_give(grants.of_her_own, effective, place):
            return None
        sentence = _(
            "You may give the role “%(role)s” for: %(where)s as a deputy only. So you can neither "
            "give it to yourself or to a group of people that you are in, nor extend it there."
        )
    return NotYoursToGive(
        sentence % {"role": role, "where": place_name(service_group)},
        right_to_delegate(effective) if effective else "role.delegate",
    )


def refuse_past(ends_on: date | None) -> None:
    """Refuse an end date that is over; today is the last day and counts.

    Raises:
        EndsInThePast: it is over.
    """
    if ends_on is not None and ends_on < timezone.localdate():
        raise EndsInThePast(_("The end date lies in the past. Choose today or a later day."))


def held_by(holder: Any) -> Any:
    """Return what was given to a person or a group of people by hand."""
    return RoleAssignment.objects.filter(source__isnull=True, **_column(holder))


def has_ended(assignment: RoleAssignment) -> bool:
    """Return whether the last day of an assignment is over."""
    return assignment.ends_on is not None and assignment.ends_on < timezone.localdate()


def is_longer(assignment: RoleAssignment, ends_on: date | None) -> bool:
    """Return whether another end date would let an assignment last longer."""
    if assignment.ends_on is None:
        return False
    return ends_on is None or ends_on > assignment.ends_on


def holder_name(holder: Any) -> str:
    """Return what a person or a group of people is called in lists and records."""
    if isinstance(holder, Group):
        return _("Group %(name)s") % {"name": holder.name}
    return name_of(holder)


def place_name(service_group: ServiceGroupPage | None) -> str:
    """Return what the place of an assignment is called."""
    return service_group.display_title() if service_group else _("everywhere")


def sentence_of_held(assignment: RoleAssignment) -> str:
    """Return that, where and until when a role is held already."""
    words = {
        "holder": holder_name(assignment.user or assignment.group),
        "role": assignment.role,
        "where": place_name(assignment.service_group),
    }
    if assignment.ends_on is None:
        return _("%(holder)s already holds the role “%(role)s” for: %(where)s.") % words
    words["date"] = date_format(assignment.ends_on)
    return _("%(holder)s already holds the role “%(role)s” for: %(where)s, until %(date)s.") % words


def facts_of_assignment(assignment: RoleAssignment) -> dict[str, Any]:
    """Return which role is held, where and until when, as JSON has it."""
    group = assignment.service_group
    return {
        "role": assignment.role.key,
        "service_group": group.key if group else None,
        "ends_on": assignment.ends_on.isoformat() if assignment.ends_on else None,
    }


def _column(holder: Any) -> dict[str, Any]:
    return {"group": holder} if isinstance(holder, Group) else {"user": holder}


def _record(
    event: AuditEntry.Event,
    assignment: RoleAssignment,
    by: User | None,
    before: RoleAssignment | None = None,
) -> None:
    holder = assignment.user or assignment.group
    detail = facts_of_assignment(assignment)
    if before is not None:
        detail["before"] = facts_of_assignment(before)
    record(
        event,
        by=by,
        about=holder.name if isinstance(holder, Group) else name_of(holder),
        detail=detail,
        in_own_right=all(_in_own_right(by, one) for one in (assignment, before or assignment)),
    )


def _in_own_right(by: User | None, assignment: RoleAssignment) -> bool:
    """Return whether somebody may give such a role there without being a deputy."""
    return by is None or not missing_right(
        assignment.role, assignment.service_group, by, to_herself=True
    )
