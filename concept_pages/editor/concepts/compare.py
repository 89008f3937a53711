"""Compares two versions of a concept's draft by what was answered, which Wagtail cannot see."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from wagtail.admin.views.pages.revisions import RevisionsCompareView

from ...documents.review import concept_comparison


class ConceptCompareView(RevisionsCompareView):
    """Shows both versions as one document with marks, for the clearance of the person."""

    template_name = "concept_pages/admin/concept_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what differs, and whether there are answers that the person may not compare."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        old, new, user = context["revision_a"], context["revision_b"], self.request.user
        language = (get_language() or "de")[:2]
        return context | {
            "document": concept_comparison(old, new, language, user=user),
            "hides_answers": any(page.questions_hidden_from(user) for page in (old, new)),
        }
