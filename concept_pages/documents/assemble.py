"""Releases, submissions and drafts to Documents: the one place that decides who reads what.

A Document never holds more than its reader may see; formats and pages print what they are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation

from ..models.pinned import pinned
from .concept import Assembly
from .provenance import of_draft, of_release, of_submission

if TYPE_CHECKING:
    from workflows.models import Release, Submission

    from ..definition.elements import Confidentiality, Definition
    from ..models import ConceptPage
    from .document import Document


def assemble(
    release: Release, *, clearance: Confidentiality, language: str, unanswered: bool = True
) -> Document:
    """Return a released concept as it is printed for a clearance, in a language.

    Hidden questions are never part of it, answers above the clearance are only counted.
    `unanswered=False` leaves out the visible questions that nobody answered.
    """
    with translation.override(language):
        made = Assembly(
            _definition_of(release), release.content, clearance=clearance, language=language
        )
        return made.document(of_release(release), unanswered=unanswered)


def assemble_submission(
    submission: Submission, *, clearance: Confidentiality, language: str
) -> Document:
    """Return what is under review as it is printed for a clearance, in a language."""
    with translation.override(language):
        made = Assembly(
            _definition_of(submission), submission.content, clearance=clearance, language=language
        )
        return made.document(of_submission(submission))


def assemble_draft(
    page: ConceptPage, *, clearance: Confidentiality, language: str, unanswered: bool = True
) -> Document:
    """Return a concept's page (as it is in memory) as a draft for a clearance, in a language."""
    with translation.override(language):
        made = Assembly(
            page.definition, page.release_content(), clearance=clearance, language=language
        )
        return made.document(of_draft(timezone.now()), unanswered=unanswered)


def _definition_of(record: Release | Submission) -> Definition:
    """Return what was asked when a release or submission was made."""
    if record.based_on_id is None:
        raise ValueError(f"{record!r} names no template release.")
    return pinned(record.based_on_id).definition
