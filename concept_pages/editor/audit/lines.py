"""One line of the log as screens and files show it, whichever of the two logs it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User as Account
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from workflows.models import TransitionLog
from workflows.words import event_of

from ...access.grants import grants_of
from ...access.rights import CONCEPT_EDITOR_RIGHTS, TEMPLATE_EDITOR_RIGHTS
from ...models import AuditEntry, ConceptPage, TemplatePage
from ...queries.happenings import Happening, happening, stamp
from .names import Names
from .words import move_sentences, sentences


@dataclass(frozen=True)
class Line:
    """What happened, in words, and the keys of whom and what it leads to."""

    at: datetime
    event: str
    code: str
    by: str
    about: str
    details: list[str]
    address: str
    refused: bool
    by_id: int | None = None
    page_id: int | None = None
    person_id: int | None = None

    @property
    def stamp(self) -> str:
        """The moment, for files."""
        return stamp(self.at)

    @property
    def told(self) -> str:
        """All details in one text, for files."""
        return "; ".join(self.details)


def line_of(record: AuditEntry | TransitionLog, names: Names) -> Line:
    """Return a record in the words of the active language, with the names that are known."""
    said = happening(record)
    if isinstance(record, TransitionLog):
        event = event_of(record.move, record.target)
        by, details = record.by_said, list(_move_sentences(said))
    else:
        event = record.get_event_display()
        by, details = said.by, list(sentences(said.detail, names))
    return Line(
        at=said.at,
        event=str(event),
        code=said.event,
        by=by or _("somebody unknown"),
        about=said.about,
        details=details,
        address=said.address or "",
        refused=said.refused,
        by_id=record.by_id,
        page_id=said.detail.get("page"),
        person_id=said.detail.get("person"),
    )


def _move_sentences(said: Happening) -> Iterator[str]:
    detail = said.detail
    comment, number = detail.get("comment", ""), detail.get("release", "")
    return move_sentences(detail["from"], detail["to"], comment, number)


def linked(lines: Iterable[Line], viewer: Any) -> list[dict[str, Any]]:
    """Return the lines with the ways to people and pages that the viewer may open; two queries."""
    shown = list(lines)
    people, pages = _people(shown, viewer), _pages(shown, viewer)
    return [
        {
            "line": line,
            "by_url": people.get(line.by_id, ""),
            "about_url": pages.get(line.page_id) or people.get(line.person_id, ""),
        }
        for line in shown
    ]


def _people(lines: list[Line], viewer: Any) -> dict[Any, str]:
    if not viewer.has_perm("auth.change_user"):
        return {}
    wanted = {pk for line in lines for pk in (line.by_id, line.person_id) if pk is not None}
    found = Account.objects.filter(pk__in=wanted)
    if not viewer.is_superuser:
        found = found.filter(is_superuser=False)
    keys = found.values_list("pk", flat=True)
    return {pk: reverse("wagtailusers_users:inspect", args=[pk]) for pk in keys}


def _pages(lines: list[Line], viewer: Any) -> dict[Any, str]:
    wanted = {line.page_id for line in lines if line.page_id is not None}
    pages = Page.objects.filter(pk__in=wanted).type(ConceptPage, TemplatePage)
    grants = grants_of(viewer)
    scope = grants.where_any(CONCEPT_EDITOR_RIGHTS | TEMPLATE_EDITOR_RIGHTS)
    return {
        page.pk: reverse("wagtailadmin_pages:edit", args=[page.pk])
        for page in pages
        if scope.includes_page(page)
    }
