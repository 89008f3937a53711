"""Says which roles a deputyship is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...access.grants import Holding
from ...access.sentences import Names


def roles_said(holdings: Iterable[Holding], called: Names) -> str:
    """Return some roles, each with its place."""
    said = (
        _("%(role)s (%(place)s)")
        % {
            "role": called.roles[one.role.key],
            "place": called.groups[one.place.pk] if one.place else _("everywhere"),
        }
        for one in holdings
    )
    return ", ".join(sorted(set(said)))
