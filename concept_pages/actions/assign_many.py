"""Gives one role to many, or ends many assignments: first a plan, then all of it or nothing.

PlanRefused        a line of the plan may not be done; nothing was done
└─ PlanNotYours    one, because the person has no right to it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from workflows.errors import Denial
from workflows.people import User

from ..access.delegation import herself_as_deputy
from ..models import Role, RoleAssignment, ServiceGroupPage
from .assignments import (
    AssignmentRefused,
    NotYoursToGive,
    change_assignment,
    give_role,
    has_ended,
    holder_name,
    is_longer,
    missing_right,
    place_name,
    refuse_from_directory,
    refuse_past,
    sentence_of_held,
    take_role,
)
from .way_back import keeping_a_way_back


class Step(Enum):
    """What happens to one line of a plan."""

    NEW = "new"
    RENEWED = "renewed"
    THERE = "there"
    TAKEN = "taken"
    ENDED = "ended"
    OVER = "over"
    REFUSED = "refused"

    @property
    def happens(self) -> bool:
        """Whether something is written."""
        return self in (Step.NEW, Step.RENEWED, Step.TAKEN, Step.ENDED)


STEP_LABELS = {
    Step.NEW: gettext_lazy("new"),
    Step.RENEWED: gettext_lazy("had ended, is renewed"),
    Step.THERE: gettext_lazy("exists already"),
    Step.TAKEN: gettext_lazy("is taken"),
    Step.ENDED: gettext_lazy("gets the end date"),
    Step.OVER: gettext_lazy("has ended already, stays"),
    Step.REFUSED: gettext_lazy("not possible"),
}
"""What the steps are called on the screen."""


@dataclass(frozen=True)
class Line:
    """One assignment of a plan: whose, where, what happens to it, and why or what else to know."""

    holder: Any
    role: Role
    place: ServiceGroupPage | None
    step: Step
    sentence: str = ""
    assignment: RoleAssignment | None = None
    missing: str = ""
    """The right that the person would need who asks."""

    @property
    def holder_name(self) -> str:
        """What the holder is called."""
        return holder_name(self.holder)

    @property
    def place_name(self) -> str:
        """What the place is called."""
        return place_name(self.place)

    @property
    def label(self) -> str:
        """What happens, in words."""
        return str(STEP_LABELS[self.step])


class PlanRefused(Exception):
    """A line of the plan may not be done."""

    def __init__(self) -> None:
        self.sentence = _("Nothing was changed, because one line is not possible.")
        super().__init__(self.sentence)


class PlanNotYours(PlanRefused, Denial):
    """A line of the plan needs a right that the person does not hold."""

    def __init__(self, right: str) -> None:
        super().__init__()
        self.right = right


def plan_giving(
    holders: Sequence[Any],
    role: Role,
    places: Sequence[ServiceGroupPage | None],
    *,
    by: User | None,
) -> list[Line]:
    """Return what giving a role to all holders in all places would do.

    One query, and one more for a deputy.
    """
    held = _held(holders, role)
    herself = _herself(by)
    lines = []
    refusals = {
        (place.pk if place else None, to_herself): missing_right(
            role, place, by, to_herself=to_herself
        )
        for place in places
        for to_herself in (False, True)
    }
    for holder, place in product(holders, places):
        pk = place.pk if place else None
        hers = held[isinstance(holder, Group), holder.pk]
        found = hers.get(pk)
        if found and not has_ended(found):
            lines.append(Line(holder, role, place, Step.THERE, sentence_of_held(found), found))
        elif refusal := refusals[pk, holder in herself]:
            lines.append(_refused(holder, role, place, refusal))
        else:
            step = Step.RENEWED if found else Step.NEW
            remark = _held_elsewhere(place, hers)
            lines.append(Line(holder, role, place, step, remark, found))
    return lines


@transaction.atomic
def give_many(
    holders: Sequence[Any],
    role: Role,
    places: Sequence[ServiceGroupPage | None],
    *,
    ends_on: date | None,
    by: User | None,
) -> list[Line]:
    """Give a role to all holders in all places: every line, or none at all.

    Returns the plan that was carried out.

    Raises:
        PlanRefused, AssignmentRefused: nothing was done.
    """
    lines = plan_giving(holders, role, places, by=by)
    _refuse(lines)
    for line in lines:
        if line.step.happens:
            given = give_role(
                to=line.holder, role=role, service_group=line.place, ends_on=ends_on, by=by
            )
            # The form of a single assignment notes this by itself.
            log(given, "wagtail.create" if line.step is Step.NEW else "wagtail.edit", user=by)
    return lines


def plan_ending(
    assignments: Iterable[RoleAssignment], *, ends_on: date | None, by: User | None
) -> list[Line]:
    """Return what ending assignments on a day would do; `ends_on` None takes them at once."""
    herself = _herself(by)
    return [_ending(assignment, ends_on, by, herself) for assignment in assignments]


def end_many(
    assignments: Iterable[RoleAssignment], *, ends_on: date | None, by: User | None
) -> list[Line]:
    """End assignments on a day, or take them at once: every line, or none at all.

    Returns the plan that was carried out.

    Raises:
        PlanRefused, AssignmentRefused, NobodyLeft: nothing was done.
    """
    refuse_past(ends_on)
    with keeping_a_way_back():
        lines = plan_ending(assignments, ends_on=ends_on, by=by)
        _refuse(lines)
        for line in lines:
            assignment = line.assignment
            if assignment is None or not line.step.happens:
                continue
            if ends_on is None:
                take_role(assignment, by=by)
            else:
                change_assignment(
                    assignment, role=line.role, service_group=line.place, ends_on=ends_on, by=by
                )
                log(assignment, "wagtail.edit", user=by)
    return lines


def _herself(by: User | None) -> frozenset[Any]:
    return frozenset() if by is None else herself_as_deputy(by)


def _ending(
    assignment: RoleAssignment, ends_on: date | None, by: User | None, herself: frozenset[Any]
) -> Line:
    holder = assignment.user or assignment.group
    role, place = assignment.role, assignment.service_group
    try:
        refuse_from_directory(assignment)
    except AssignmentRefused as reason:
        return Line(holder, role, place, Step.REFUSED, reason.sentence, assignment)
    ends = ends_on is not None and not has_ended(assignment)
    extends_hers = ends and is_longer(assignment, ends_on) and holder in herself
    if refusal := missing_right(role, place, by, to_herself=extends_hers):
        return _refused(holder, role, place, refusal, assignment)
    if ends_on is None:
        return Line(holder, role, place, Step.TAKEN, assignment=assignment)
    step = Step.ENDED if ends else Step.OVER
    return Line(holder, role, place, step, assignment=assignment)


def _refused(
    holder: Any,
    role: Role,
    place: ServiceGroupPage | None,
    refusal: NotYoursToGive,
    assignment: RoleAssignment | None = None,
) -> Line:
    sentence, missing = refusal.sentence, refusal.right
    return Line(holder, role, place, Step.REFUSED, sentence, assignment, missing)


def _refuse(lines: Iterable[Line]) -> None:
    refused = [line for line in lines if line.step is Step.REFUSED]
    if missing := next((line.missing for line in refused if line.missing), ""):
        raise PlanNotYours(missing)
    if refused:
        raise PlanRefused


def _held_elsewhere(
    place: ServiceGroupPage | None, held: Mapping[int | None, RoleAssignment]
) -> str:
    """Return where else a holder has the role, if one of the places includes the other."""
    if place:
        everywhere = held.get(None)
        if everywhere is None or has_ended(everywhere):
            return ""
        return _("Already held everywhere, which includes this service group.")
    rows = (row for row in held.values() if row.service_group and not has_ended(row))
    places = sorted(place_name(row.service_group) for row in rows)
    if not places:
        return ""
    return _("Already held for: %(places)s. That stays beside it.") % {"places": ", ".join(places)}


def _held(
    holders: Sequence[Any], role: Role
) -> defaultdict[tuple[bool, int], dict[int | None, RoleAssignment]]:
    """Return what the holders have of this role: by (is a group, holder), then by place."""
    groups = [holder.pk for holder in holders if isinstance(holder, Group)]
    people = [holder.pk for holder in holders if not isinstance(holder, Group)]
    rows = RoleAssignment.objects.filter(
        Q(user__in=people) | Q(group__in=groups), role=role, source=None
    )
    held: defaultdict[tuple[bool, int], dict[int | None, RoleAssignment]] = defaultdict(dict)
    for row in rows.select_related("user", "group", "role", "service_group"):
        holder = (row.group_id is not None, row.group_id or row.user_id or 0)
        held[holder][row.service_group_id] = row
    return held
