"""Where a printed text comes from: which release or draft, who stands behind it, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.models import Release
from workflows.people import said_to_act
from workflows.records import fingerprint_of
from workflows.words import step_name

from ..definition.wording import say_date
from .document import Fact, printable

if TYPE_CHECKING:
    from workflows.models import Submission

SHORT_HASH = 12


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a document says about its origin; texts are in the language that was active."""

    version: str = ""
    version_label: str = ""
    date: str = ""
    fingerprint: str = ""
    draft: bool = False
    facts: tuple[Fact, ...] = ()
    notices: tuple[str, ...] = ()


def of_release(release: Release) -> Provenance:
    """Return the provenance of a release: version, every step of its approval, and its hash."""
    return Provenance(
        version=release.number,
        version_label=_("Version %(number)s") % {"number": release.number},
        date=_day(release.approved_at),
        fingerprint=release.sha256[:SHORT_HASH],
        facts=(
            Fact("version", _("Version"), (f"{release.number}, {_day(release.approved_at)}",)),
            Fact(
                "submitted", _("Submitted"), (_by(release.submitted_by_said, release.submitted_at),)
            ),
            Fact("approvals", _("Released"), _approvals(release)),
            *_comment(release.comment),
            Fact("content_sha256", _("SHA-256 of the content"), (fingerprint_of(release.content),)),
            Fact("sha256", _("SHA-256 of the release"), (release.sha256,)),
        ),
    )


def of_submission(submission: Submission) -> Provenance:
    """Return the provenance of what is under review."""
    return Provenance(
        version_label=_("Under review, not released"),
        date=_day(submission.submitted_at),
        fingerprint=submission.sha256[:SHORT_HASH],
        draft=True,
        facts=(
            Fact("version", _("Version"), (_("Under review, not released"),)),
            Fact(
                "submitted",
                _("Submitted"),
                (_by(submission.submitted_by_said, submission.submitted_at),),
            ),
            *_comment(submission.comment),
            Fact("content_sha256", _("SHA-256 of the content"), (submission.sha256,)),
        ),
        notices=(_("This version is under review. It has not been released."),),
    )


def of_draft(printed_at: datetime) -> Provenance:
    """Return the provenance of a draft as it was when it was printed."""
    local = timezone.localtime(printed_at)
    printed = f"{_date(local)}, {local:%H:%M}"
    return Provenance(
        version_label=_("Draft, not released"),
        date=_day(printed_at),
        draft=True,
        facts=(Fact("version", _("Version"), (_("Draft of %(time)s") % {"time": printed},)),),
        notices=(_("This is a draft. It has not been reviewed and not been released."),),
    )


def _approvals(release: Release) -> tuple[str, ...]:
    """Return a line for each step of the approval; a confirmation is a single one."""
    by = _by(release.approved_by_said, release.approved_at)
    if release.kind == Release.Kind.CONFIRMATION:
        return (_("Confirmed unchanged: %(by)s") % {"by": by},)
    return tuple(map(_step, release.approvals)) or (by,)


def _step(approval: dict[str, Any]) -> str:
    labels = {
        "concept.release": _("Professional release: %(by)s"),
        "concept.review": _("Release by information security: %(by)s"),
        "template.release": _("Release by information security: %(by)s"),
    }
    name = said_to_act(str(approval.get("by", "")), str(approval.get("for", "")))
    by = _by(name, _moment(approval.get("at")))
    label = labels.get(str(approval.get("right")))
    return label % {"by": by} if label else f"{step_name(approval)}: {by}"


def _by(name: str, at: datetime | None) -> str:
    return f"{printable(name)}, {_day(at)}" if at else printable(name)


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _day(at: datetime) -> str:
    """Return a day as answers say days, in the active language."""
    return _date(timezone.localtime(at))


def _date(local: datetime) -> str:
    said = say_date(local.date().isoformat())
    return said.say((get_language() or "de")[:2]) if said else ""


def _comment(text: str) -> tuple[Fact, ...]:
    return (Fact("comment", _("Comment"), (printable(text),)),) if text.strip() else ()
