"""The archive: retired concepts with all their releases, for those who review."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workflows.models import Release

from ..access.reader import Reader
from ..models import ConceptPage
from ..queries.archive import archived_concepts, may_see_archive
from ..requests.refusals import Hidden
from .concept import releases_of, show
from .respond import respond

CONCEPTS_ON_A_PAGE = 100


def archive(request: HttpRequest) -> HttpResponse:
    """List the retired concepts.

    Raises:
        Hidden: the person does not review.
    """
    reader = Reader(request.user)
    if not may_see_archive(reader):
        raise Hidden(_("Archive"))
    pages = Paginator(archived_concepts(reader), CONCEPTS_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return respond(request, reader, "archive.html", {"shown": shown})


def archived(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the last release of a retired concept, or an earlier one with `?release=`.

    Raises:
        Http404: there is none.
        Hidden: the person may not review it, or it is not retired.
    """
    reader = Reader(request.user)
    page = archived_concepts(reader).filter(pk=page_id).first()
    if page is None:
        raise Hidden(get_object_or_404(ConceptPage, pk=page_id).title)
    releases = releases_of(page)
    wanted = request.GET.get("release", "")
    versions = (one for one in releases if one.kind == Release.Kind.VERSION)
    release = next((one for one in versions if wanted in ("", one.number)), None)
    if release is None:
        raise Http404
    context = {"lifecycle": page.lifecycle, "is_retired": True}
    return show(request, reader, page, release, releases, context)
