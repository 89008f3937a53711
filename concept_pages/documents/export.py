"""Files for people: may she have it, which release is meant, and what is the file called.

The one door for downloads from the reading side and the admin, and for the command.

    ExportRefused
    ├─ ExportForbidden   the person lacks a right
    └─ ExportMissing     there is no such format, language or release
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.models import Release
from workflows.queries import release_in_force, versions
from workflows.states import State

from ..access.clearance import clearance_on
from ..access.grants import Grants, User, grants_of
from ..access.rights import TEMPLATE_EDITOR_RIGHTS
from ..actions.audit import record
from ..models import AuditEntry, ConceptPage, TemplatePage
from ..queries.archive import ARCHIVE_RIGHT
from .assemble import assemble_draft
from .cache import rendered
from .formats import FORMATS, Format, file_name

Exportable = ConceptPage | TemplatePage

LOG_ACTION = "concept_pages.export"


class ExportRefused(Exception):
    """A file is not made; the text is a translated sentence."""


class ExportForbidden(ExportRefused):
    """The person lacks a right."""


class ExportMissing(ExportRefused):
    """There is no such format, language or release."""


@dataclass(frozen=True)
class ExportedFile:
    """A finished file."""

    name: str
    media_type: str
    content: bytes


def may_export(user: User, page: Exportable) -> bool:
    """Return whether a person may have the releases of a page as files."""
    return _may_export(grants_of(user), page)


def _may_export(grants: Grants, page: Exportable) -> bool:
    if isinstance(page, TemplatePage):
        return any(grants.where(right) for right in TEMPLATE_EDITOR_RIGHTS)
    if page.lifecycle.in_state is State.RETIRED and not grants.may_on(ARCHIVE_RIGHT, page):
        return False  # as on the reading side: out of service, it is for those who review
    return grants.may_on("concept.export", page)


def may_export_draft(user: User, page: Exportable) -> bool:
    """Return whether a person may have the draft of a concept as a file."""
    return _may_export_draft(grants_of(user), page)


def _may_export_draft(grants: Grants, page: Exportable) -> bool:
    return isinstance(page, ConceptPage) and grants.may_on("concept.edit", page)


def export_release(
    page: Exportable,
    *,
    user: User,
    format: str,
    language: str,
    number: str = "",
    unanswered: bool = True,
    parked: bool = False,
) -> ExportedFile:
    """Return a release of a page as a file, the one in force unless a number is given.

    Raises:
        ExportForbidden: the person may not read and export this page.
        ExportMissing: there is no such format, language or release.
    """
    if not may_export(user, page):
        raise ExportForbidden(_("You do not have the right to export this page."))
    made = _format(format, language)
    release = _release(page, number)
    content = rendered(
        release,
        clearance=clearance_on(user, page),
        language=language,
        format=format,
        unanswered=unanswered,
        parked=parked,
    )
    own = _may_export(grants_of(user).of_her_own, page)
    _write_down(page, user, own, format=format, language=language, release=release.number)
    title = page.label.say(language)
    return ExportedFile(file_name(title, release.number, language, made), made.media_type, content)


def export_draft(
    page: Exportable,
    *,
    user: User,
    format: str,
    language: str,
    unanswered: bool = True,
    parked: bool = False,
) -> ExportedFile:
    """Return the latest draft of a concept as a file.

    Raises:
        ExportForbidden: the person may not edit this concept.
        ExportMissing: there is no such format or language.
    """
    if not may_export_draft(user, page):
        raise ExportForbidden(_("You do not have the right to export the draft of this page."))
    made = _format(format, language)
    document = assemble_draft(
        page.get_latest_revision_as_object(),
        clearance=clearance_on(user, page),
        language=language,
        unanswered=unanswered,
        parked=parked,
    )
    own = _may_export_draft(grants_of(user).of_her_own, page)
    _write_down(page, user, own, format=format, language=language, release="")
    name = file_name(page.label.say(language), _("draft"), language, made)
    return ExportedFile(name, made.media_type, made.render(document))


def _format(format: str, language: str) -> Format:
    if format not in FORMATS:
        raise ExportMissing(
            _("There is no format “%(format)s”. Choose one of these: %(formats)s.")
            % {"format": format, "formats": ", ".join(FORMATS)}
        )
    languages = dict(settings.LANGUAGES)
    if language not in languages:
        raise ExportMissing(
            _("There is no language “%(language)s”. Choose one of these: %(languages)s.")
            % {"language": language, "languages": ", ".join(languages)}
        )
    return FORMATS[format]


def _release(page: Exportable, number: str) -> Release:
    """Return the release in force, or the version of a number."""
    if not number:
        found: Release | None = release_in_force(page)
        sentence = _("This page has not been released yet.")
    else:
        # A zero byte, which some database refuses to look for, is in no number either.
        found = versions(page).filter(number=number).first() if number.isprintable() else None
        sentence = _("There is no release %(number)s of this page.") % {"number": number}
    if found is None:
        raise ExportMissing(sentence)
    return found


def _write_down(page: Exportable, user: User, may_herself: bool, **data: str) -> None:
    """Say in the history of the page and in the audit log who took what out of the house.

    `may_herself` says whether she might without being a deputy; for the audit log that is enough
    only where she would have seen the same.
    """
    grants = grants_of(user)
    sees_herself = grants.of_her_own.clearance_on(page) == grants.clearance_on(page)
    with transaction.atomic():
        log(instance=page, action=LOG_ACTION, user=user, data=data)
        record(
            AuditEntry.Event.EXPORTED,
            by=user,
            about=page.title,
            detail={"page": page.pk, **data},
            in_own_right=may_herself and sees_herself,
        )
