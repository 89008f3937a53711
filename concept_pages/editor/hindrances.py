"""Says what keeps somebody from using a right on a concept as it stands now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from workflows.views.hindrances import hindrances

from ..models import ConceptPage


def hindrances_on(concept: ConceptPage, person: Any, right: str) -> list[str]:
    """Return the reasons in sentences; none where the right, if she holds it, can be used now."""
    if right in ("concept.read", "concept.export") and not _in_force(concept):
        return [_("No version is in force: readers do not see this security concept.")]
    return hindrances(concept, person, right)


def _in_force(concept: ConceptPage) -> bool:
    return concept.live and concept.lifecycle.released_id is not None
