"""What is under review as the reviewers see it: the document, marked against the last release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from ..access.clearance import clearance_on
from ..queries.release_gate import gate_of
from .assemble import assemble_comparison, assemble_review, assemble_template_review
from .changes import count_changes
from .to_html import render_body, render_contents

SAID_BY_THE_SCREEN = frozenset({"version", "submitted", "comment"})
"""What stands above the document already, where somebody decides."""

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from workflows.models import Release, Submission
    from workflows.pages import LifecyclePage

    from ..models import ConceptPage
    from .document import Document


def concept_review(
    page: LifecyclePage,
    submission: Submission,
    previous: Release | None,
    language: str,
    *,
    user: AbstractBaseUser,
) -> SafeString:
    """Return a submitted concept as HTML, with the answers that the user is cleared for."""
    document = assemble_review(
        submission, previous, clearance=clearance_on(user, page), language=language
    )
    return _html(document)


def template_review(
    page: LifecyclePage,
    submission: Submission,
    previous: Release | None,
    language: str,
    *,
    user: AbstractBaseUser,
) -> SafeString:
    """Return a submitted template as HTML, below what the release check says about it."""
    document = _html(assemble_template_review(submission, previous, language=language))
    gate = gate_of(page, submission.content)
    with translation.override(language):
        return (
            render_to_string("concept_pages/admin/release_report.html", {"gate": gate}) + document
        )


def concept_comparison(
    old: ConceptPage, new: ConceptPage, language: str, *, user: AbstractBaseUser
) -> SafeString:
    """Return what differs between two versions of a draft, as far as the user is cleared for it.

    "" says that nothing does.
    """
    document = assemble_comparison(old, new, clearance=clearance_on(user, new), language=language)
    return _html(document, only_changes=True) if count_changes(document) else SafeString()


def _html(document: Document, *, only_changes: bool = False) -> SafeString:
    facts = tuple(fact for fact in document.facts if fact.key not in SAID_BY_THE_SCREEN)
    with translation.override(document.language):
        return render_to_string(
            "concept_pages/documents/review.html",
            {
                "document": replace(document, facts=facts),
                "contents": mark_safe(render_contents(document)),  # noqa: S308 - escaped there
                "body": mark_safe(render_body(document)),  # noqa: S308 - escaped there
                "changes": count_changes(document),
                "only_changes": only_changes,
            },
        )
