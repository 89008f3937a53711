"""Says in words how a role, or who holds it, has changed since its form was opened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...access.rights import RIGHTS
from ...actions.assignments import place_name
from ...actions.roles import difference_of
from ...models import Role, RoleAssignment, ServiceGroupPage
from ..overtaken import replaced


def changes_in_words(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Return how two descriptions of a role differ; "" where they do not."""
    return "; ".join(_said(name, value) for name, value in difference_of(before, now).items())


def assignment_changes_in_words(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Return how two descriptions of an assignment differ; "" where they do not."""
    return "; ".join(
        _instead(
            RoleAssignment, name, _of_assignment(name, before[name]), _of_assignment(name, new)
        )
        for name, new in now.items()
        if before[name] != new
    )


def _of_assignment(name: str, value: str | None) -> str:
    """Return a role, a place or a day as lists name it; a key that is gone stands for itself."""
    if name == "ends_on":
        return date_format(date.fromisoformat(value)) if value else _("without end")
    if value is None:
        return place_name(None)
    if name == "role":
        return str(Role.objects.filter(key=value).first() or value)
    place = ServiceGroupPage.objects.filter(key=value).first()
    return place_name(place) if place else value


def _said(name: str, value: Any) -> str:
    if name in ("rights_added", "rights_removed"):
        rights = ", ".join(str(RIGHTS[code].label) if code in RIGHTS else code for code in value)
        added = name == "rights_added"
        words = _("rights added: %(rights)s") if added else _("rights removed: %(rights)s")
        return words % {"rights": rights}
    before, now = map(_shown, value)
    return _instead(Role, name, before, now)


def _instead(model: Any, name: str, before: str, now: str) -> str:
    field: Any = model._meta.get_field(name)
    return replaced(field.verbose_name, before, now)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "–")
