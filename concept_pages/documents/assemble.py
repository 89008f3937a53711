"""Releases, submissions and drafts to Documents: the one place that decides who reads what.

A Document never holds more than its reader may see; formats and pages print what they are given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext

from ..definition.codec import decode
from ..definition.compare import ChangeKind, compare
from ..definition.own import own_definition
from ..models.pinned import asked_by, pinned
from .changes import mark_changes
from .concept import Assembly
from .provenance import of_draft, of_release, of_submission
from .template import TemplateAssembly

if TYPE_CHECKING:
    from workflows.models import Release, Submission

    from ..definition.elements import Confidentiality, Definition
    from ..models import ConceptPage
    from .document import Document


def assemble_release(
    release: Release,
    *,
    clearance: Confidentiality,
    language: str,
    unanswered: bool = True,
    parked: bool = False,
) -> Document:
    """Return any release as it is printed: a concept for a clearance, or a template."""
    if release.based_on_id is None:
        return assemble_template(release, language=language)
    return assemble(
        release, clearance=clearance, language=language, unanswered=unanswered, parked=parked
    )


def assemble(
    release: Release,
    *,
    clearance: Confidentiality,
    language: str,
    unanswered: bool = True,
    parked: bool = False,
) -> Document:
    """Return a released concept as it is printed for a clearance, in a language.

    Hidden questions are never part of it, answers above the clearance are only counted.
    `unanswered=False` leaves out the visible questions that nobody answered, `parked=True` adds
    the answers that the template has no place for any more.
    """
    with translation.override(language):
        made = Assembly(asked_by(release), release.content, clearance=clearance, language=language)
        return made.document(of_release(release), unanswered=unanswered, parked=parked)


def assemble_submission(
    submission: Submission, *, clearance: Confidentiality, language: str, parked: bool = False
) -> Document:
    """Return what is under review as it is printed for a clearance, in a language."""
    with translation.override(language):
        made = Assembly(
            asked_by(submission), submission.content, clearance=clearance, language=language
        )
        return made.document(of_submission(submission), parked=parked)


def assemble_draft(
    page: ConceptPage,
    *,
    clearance: Confidentiality,
    language: str,
    unanswered: bool = True,
    parked: bool = False,
) -> Document:
    """Return a concept's page (as it is in memory) as a draft for a clearance, in a language."""
    with translation.override(language):
        made = Assembly(
            page.definition, page.release_content(), clearance=clearance, language=language
        )
        return made.document(of_draft(timezone.now()), unanswered=unanswered, parked=parked)


# Templates ----------------------------------------------------------------------------------------


def assemble_template(release: Release, *, language: str) -> Document:
    """Return a released template as it is printed, in a language. Templates have no secrets."""
    with translation.override(language):
        made = TemplateAssembly(pinned(release.pk).definition, language=language)
        return made.document(of_release(release))


def assemble_template_submission(submission: Submission, *, language: str) -> Document:
    """Return the template that is under review as it is printed, in a language."""
    with translation.override(language):
        made = TemplateAssembly(decode(submission.content), language=language)
        return made.document(of_submission(submission))


# Reviews ------------------------------------------------------------------------------------------


def assemble_review(
    submission: Submission,
    previous: Release | None,
    *,
    clearance: Confidentiality,
    language: str,
) -> Document:
    """Return a concept that is under review, marked against the release before.

    Reviewers see what was parked, too, and what was done about it; and where a question of the
    service asks otherwise than before, which nobody but they look at.
    """
    document = assemble_submission(submission, clearance=clearance, language=language, parked=True)
    if previous is None:
        return document
    with translation.override(language):
        old = assemble(previous, clearance=clearance, language=language, parked=True)
        own = (own_definition(one.content.get("additions", ())) for one in (previous, submission))
        return mark_changes(document, old, remarks=_remarks(*own, language=language))


def assemble_template_review(
    submission: Submission, previous: Release | None, *, language: str
) -> Document:
    """Return a template that is under review, marked against the release before.

    The remarks tell what differs in either language, and what breaks answers that exist.
    """
    document = assemble_template_submission(submission, language=language)
    if previous is None:
        return document
    with translation.override(language):
        old, new = pinned(previous.pk).definition, decode(submission.content)
        remarks = _remarks(old, new, language=language)
        released = assemble_template(previous, language=language)
        return mark_changes(document, released, remarks=remarks)


def assemble_comparison(
    old: ConceptPage, new: ConceptPage, *, clearance: Confidentiality, language: str
) -> Document:
    """Return one version of a concept's draft, marked against an earlier one."""
    before, document = (
        assemble_draft(page, clearance=clearance, language=language, parked=True)
        for page in (old, new)
    )
    with translation.override(language):
        remarks = _remarks(old.definition, new.definition, language=language)
        marked = mark_changes(document, before, remarks=remarks)
    # Two drafts have no version numbers that a sentence about them could name.
    return replace(marked, notices=(), facts=())


def _remarks(old: Definition, new: Definition, *, language: str) -> dict[str, list[str]]:
    """Return by key what is asked otherwise, in sentences."""
    remarks: dict[str, list[str]] = {}
    for change in compare(old, new):
        if change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
            remarks.setdefault(change.key, []).append(change.message.say(gettext, language))
    return remarks
