"""How much is new or changed for the people of a concept, as each of them sees it, for lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from ..access.branches import below
from ..access.grants import grants_of
from ..definition.elements import Confidentiality
from ..models import ConceptPage


def with_marked(concepts: QuerySet[ConceptPage], user: Any) -> QuerySet[Any]:
    """Return concepts with `marked`: how many open marks a person sees, by her clearance there.

    The numbers are counted when a draft is saved; here they are only looked up.
    """
    grants = grants_of(user)
    everywhere = grants.clearance(None)
    higher: dict[Confidentiality, set[str]] = {}
    for holding in grants.holdings:
        if holding.place and holding.role.clearance.rank > everywhere.rank:
            higher.setdefault(holding.role.clearance, set()).add(holding.place.path)
    # The first branch that fits counts, so the strictest one comes first.
    cases = [
        When(below(paths), then=_count(level))
        for level, paths in sorted(higher.items(), key=lambda item: -item[0].rank)
    ]
    return concepts.annotate(
        marked=Case(*cases, default=_count(everywhere), output_field=IntegerField())
    )


def _count(level: Confidentiality) -> Coalesce:
    return Coalesce(Cast(KT(f"marks__counts__{level.value}"), IntegerField()), Value(0))
