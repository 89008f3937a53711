"""Downloads: a release, or the draft of somebody who edits it, as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ..access.reader import Reader
from ..documents.export import (
    ExportedFile,
    ExportForbidden,
    ExportMissing,
    export_draft,
    export_release,
)
from ..models import ConceptPage, TemplatePage
from ..requests.refusals import Hidden


@require_safe
def export(request: HttpRequest, page_id: int, format: str) -> HttpResponse:
    """Return a page as a file.

    `?release=1.0` asks for an earlier release, `?draft=1` for the draft, `?language=en` for
    another language than that of the screen, `?unanswered=0` leaves out what nobody answered,
    `?parked=1` adds the answers that the template does not ask for any more.

    Raises:
        Http404: there is nothing of the kind, or the person is not told the difference.
        PermissionDenied: the person may read the page, but not take it away.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, ConceptPage | TemplatePage):
        raise Http404
    try:
        file = _file(request, page, format)
    except ExportForbidden as refusal:
        if not Reader(request.user).may_read(page):
            raise Hidden(page.title) from refusal
        raise PermissionDenied(str(refusal)) from refusal
    except ExportMissing as refusal:
        raise Http404(str(refusal)) from refusal
    return _download(file)


def _file(request: HttpRequest, page: ConceptPage | TemplatePage, format: str) -> ExportedFile:
    asked = request.GET
    language = asked.get("language") or (get_language() or "de")[:2]
    wanted: dict[str, Any] = {
        "user": request.user,
        "format": format,
        "language": language,
        "unanswered": asked.get("unanswered") != "0",
        "parked": asked.get("parked") == "1",
    }
    if asked.get("draft"):
        return export_draft(page, **wanted)
    return export_release(page, number=asked.get("release", ""), **wanted)


def _download(file: ExportedFile) -> HttpResponse:
    """Return a file that is saved, never shown: what it holds was typed by others."""
    return HttpResponse(
        file.content,
        headers={
            "Content-Type": file.media_type,
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
