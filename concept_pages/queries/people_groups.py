"""Who is in groups of people, in short: how many, and the first few by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.people import name_of

MOST_NAMES = 3
"""So many members are named before the rest is only counted."""


def members_in_short(groups: Iterable[Group]) -> dict[int, str]:
    """Return in words who is in each of some groups (primary keys); one query."""
    asked = [group.pk for group in groups]
    of_group: dict[str, Any] = {"partition_by": F("group_id")}
    ordered = (F("user__last_name"), F("user__first_name"), F("user__username"))
    memberships: Any = get_user_model().groups.through.objects
    rows = (
        memberships.filter(group__in=asked)
        .annotate(
            size=Window(Count("pk"), **of_group),
            position=Window(RowNumber(), order_by=ordered, **of_group),
        )
        .filter(position__lte=MOST_NAMES)
        .select_related("user")
        .order_by("group_id", "position")
    )
    sizes: dict[int, int] = {}
    names: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        sizes[row.group_id] = row.size
        names[row.group_id].append(name_of(row.user))
    return {pk: _in_words(sizes.get(pk, 0), names[pk]) for pk in asked}


def _in_words(size: int, names: list[str]) -> str:
    if not size:
        return _("no members")
    if more := size - len(names):
        rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        names = [*names, rest]
    words = {"count": size, "names": ", ".join(names)}
    return ngettext("%(count)d member: %(names)s", "%(count)d members: %(names)s", size) % words
