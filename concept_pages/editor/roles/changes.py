"""Says in words how a role has changed since its form was opened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ...access.rights import RIGHTS
from ...actions.roles import difference_of
from ...models import Role


def changes_in_words(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Return how two descriptions of a role differ; "" where they do not."""
    return "; ".join(_said(name, value) for name, value in difference_of(before, now).items())


def _said(name: str, value: Any) -> str:
    if name in ("rights_added", "rights_removed"):
        rights = ", ".join(str(RIGHTS[code].label) if code in RIGHTS else code for code in value)
        added = name == "rights_added"
        words = _("rights added: %(rights)s") if added else _("rights removed: %(rights)s")
        return words % {"rights": rights}
    before, now = map(_shown, value)
    field: Any = Role._meta.get_field(name)
    return _("%(field)s: “%(now)s” instead of “%(before)s”") % {
        "field": field.verbose_name,
        "now": now,
        "before": before,
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "–")
