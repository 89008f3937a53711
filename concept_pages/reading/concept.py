"""A concept as readers see it: always a release, never the fields of the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from workflows.models import Lifecycle, Release

from ..access.reader import Reader
from ..access.rights import CONCEPT_EDITOR_RIGHTS
from ..definition.elements import LANGUAGES
from ..documents.cache import reading
from ..documents.formats import FORMATS
from ..models import ConceptPage, ServiceGroupPage
from ..queries.services import neighbours
from ..requests.refusals import Hidden
from .language import screen_language
from .respond import respond

OFFERED_FORMATS = tuple(FORMATS[key] for key in ("pdf", "docx", "html"))
SHOWN_OF_RELEASES = ("number", "kind", "sequence", "sha256", "approved_at", "approved_by_name",
                     "approved_for_name")  # fmt: skip


def concept(request: HttpRequest, page: ConceptPage) -> HttpResponse:
    """Show the release in force, or an earlier one with `?release=` and its number.

    Raises:
        Http404: there is none, or the reader may not read here and is not told the difference.
    """
    reader = Reader(request.user)
    if not reader.may_read(page):
        raise Hidden(page.title)
    lifecycle = page.lifecycle
    if lifecycle.released_id is None:
        raise Http404
    releases = releases_of(page)
    wanted = request.GET.get("release", "")
    release = next((one for one in releases if _is_wanted(one, wanted, lifecycle)), None)
    if release is None:
        raise Http404
    context = {"lifecycle": lifecycle, "is_in_force": release.pk == lifecycle.released_id}
    return show(request, reader, page, release, releases, context)


def show(
    request: HttpRequest,
    reader: Reader,
    page: ConceptPage,
    release: Release,
    releases: list[Release],
    context: dict[str, Any],
) -> HttpResponse:
    """Show a release of a concept to somebody who may read it."""
    group = group_of(page)
    shown = reading(release, clearance=reader.clearance(group.pk), language=screen_language())
    return respond(
        request,
        reader,
        "concept.html",
        {
            "page": page,
            "group": group,
            "release": release,
            "document": shown.document,
            "contents": shown.contents,
            "body": shown.body,
            "versions": [one for one in releases if one.kind == Release.Kind.VERSION],
            "confirmation": _confirmation(release, releases),
            "neighbours": neighbours(reader, page.services.only("concept")),
            "other_languages": [one for one in LANGUAGES if one != shown.document.language],
            "formats": OFFERED_FORMATS if reader.may_export(page) else (),
            "may_work": reader.grants.where_any(CONCEPT_EDITOR_RIGHTS).includes_page(page),
            "today": timezone.localdate(),
            **context,
        },
    )


def group_of(page: ConceptPage) -> ServiceGroupPage:
    """Return the service group in which a concept lies, with what a link to it needs."""
    groups = ServiceGroupPage.objects.only("title", "title_en", "url_path")
    return groups.get(path=page.path[: -page.steplen])


def releases_of(page: ConceptPage) -> list[Release]:
    """Return everything that was ever released of a concept, the newest first, without content."""
    releases = Release.objects.filter(page_id=page.pk).only(*SHOWN_OF_RELEASES)
    return list(releases.order_by("-sequence"))


def _is_wanted(release: Release, number: str, lifecycle: Lifecycle) -> bool:
    if not number:
        return release.pk == lifecycle.released_id
    return release.kind == Release.Kind.VERSION and release.number == number


def _confirmation(release: Release, releases: list[Release]) -> Release | None:
    """Return the newest statement that a version still holds, if there is one."""
    return next(
        (
            one
            for one in releases
            if one.kind == Release.Kind.CONFIRMATION
            and one.number == release.number
            and one.sequence > release.sequence
        ),
        None,
    )
