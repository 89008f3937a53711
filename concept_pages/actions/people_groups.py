"""Creates, changes and deletes groups of people; each is recorded with who came and who went.

GroupKept            nothing was done; the text is a translated sentence
├─ NameTaken         another group has the name
└─ NotYoursToRule    the person may not change groups, or not the members of this one
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from workflows.errors import Denial
from workflows.people import name_of

from ..access.grants import current_assignments, forget_grants
from ..access.people_groups import looks_after_groups, may_change_members, may_join
from ..models import AuditEntry
from .assignments import place_name
from .audit import record
from .way_back import NobodyLeft, keeping_a_way_back


class GroupKept(Exception):
    """The group stays as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NameTaken(GroupKept):
    """Somebody else has given the name to another group a moment ago."""

    field = "name"


class NotYoursToRule(GroupKept, Denial):
    """The person may not change groups, or not the members of this one."""

    right = "user.edit"


def save_group(group: Group, *, members: Iterable[Any], by: Any) -> None:
    """Save a new group, or another name and other members of one.

    Raises:
        GroupKept: she may not change groups, or not the members of this one, or another group has
            the name, or nobody could give rights back afterwards.
    """
    if not looks_after_groups(by):
        raise NotYoursToRule(_("You may not change groups of people."))
    try:
        with keeping_a_way_back():
            _save(group, {person.pk for person in members}, by)
    except NobodyLeft as reason:
        raise GroupKept(reason.sentence) from reason
    forget_grants(by)


def delete_group(group: Group, *, by: Any) -> None:
    """Delete a group that holds no role; assignments that have ended go with it.

    One that is gone stays gone.

    Raises:
        GroupKept: she may not, or the group holds roles; the sentence names them.
    """
    name = group.name
    with keeping_a_way_back():
        if not Group.objects.select_for_update().filter(pk=group.pk).exists():
            return
        _refuse_members(group, by)
        if held := roles_of(group):
            raise GroupKept(
                _("“%(group)s” holds roles and stays. First take from it: %(roles)s.")
                % {"group": name, "roles": ", ".join(held)}
            )
        removed = [name_of(person) for person in group.user_set.all()]
        group.delete()
        detail = {"removed": removed, "deleted": True}
        record(AuditEntry.Event.PERSON_CHANGED, by=by, about=name, detail=detail)


def roles_of(group: Group) -> list[str]:
    """Return the roles that a group holds today, each with its place."""
    held = current_assignments().filter(group=group).select_related("role", "service_group")
    return [f"{one.role} ({place_name(one.service_group)})" for one in held]


def _save(group: Group, wanted: set[int], by: Any) -> None:
    new = group.pk is None
    before = "" if new else Group.objects.select_for_update().get(pk=group.pk).name
    there = set() if new else set(group.user_set.values_list("pk", flat=True))
    if there != wanted:
        _refuse_members(group, by)
    if by.pk in wanted - there:
        _refuse_joining(group, by)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken(_("There is a group of this name already.")) from None
    group.user_set.set(wanted)
    detail: dict[str, Any] = {
        "added": _names(wanted - there),
        "removed": _names(there - wanted),
    }
    if new:
        detail["created"] = True
    elif before != group.name:
        detail["before"] = before
    if new or before != group.name or there != wanted:
        record(AuditEntry.Event.PERSON_CHANGED, by=by, about=group.name, detail=detail)


def _refuse_members(group: Group, by: Any) -> None:
    if not may_change_members(by, group):
        raise NotYoursToRule(
            _("This group holds rights that you may not give. So you may not change its members.")
        )


def _refuse_joining(group: Group, by: Any) -> None:
    if not may_join(by, group):
        raise NotYoursToRule(
            _(
                "You may give the roles of this group as a deputy only. So you cannot add yourself"
                " to its members."
            )
        )


def _names(keys: Iterable[int]) -> list[str]:
    people = get_user_model()._default_manager.filter(pk__in=keys)
    return [name_of(person) for person in people.order_by("last_name", "first_name", "username")]
