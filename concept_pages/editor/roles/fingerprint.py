"""What a role was like when its form was opened, so that nobody undoes changes unknowingly."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from ...access.rights import RIGHTS
from ...actions.roles import described, difference_of
from ...models import Role

_SALT = "concept_pages.role_form"


def fingerprint_of(role: Role) -> str:
    """Return all that a role says of itself, signed, for a hidden field."""
    return signing.dumps(described(role), salt=_SALT)


def changes_since(fingerprint: str, role: Role) -> str:
    """Return in words how a role differs from what a form showed; "" where it does not.

    Without a readable fingerprint nothing is known, and so nothing differs.
    """
    try:
        before = signing.loads(fingerprint, salt=_SALT)
    except signing.BadSignature:
        return ""
    now = described(role)
    if before.keys() != now.keys():  # from before an upgrade of the software
        return ""
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
