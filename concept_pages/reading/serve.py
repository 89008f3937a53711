"""An address to the view that shows the page there; without one it does not exist for readers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from ..access.reader import Reader
from ..models import ConceptIndexPage, ConceptPage, HomePage, ServiceGroupPage
from ..queries.addresses import moved_from, page_at
from .concept import concept
from .doors import View, reading_view
from .landing import landing
from .tree import branch, tree

VIEWS: dict[type[Page], View] = {
    HomePage: landing,
    ConceptIndexPage: tree,
    ServiceGroupPage: branch,
    ConceptPage: concept,
}


@reading_view
def serve(request: HttpRequest, address: str) -> HttpResponse:
    """Return what a reader gets at an address, or the way to where it is now.

    Raises:
        Http404: there is no live page, or readers get nothing for pages of its kind.
    """
    page = page_at(request, address)
    view = VIEWS.get(type(page)) if page else None
    return view(request, page) if view else _moved(request, address)


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to a concept that was at an address before; to who may not read it, nothing is there."""
    page = moved_from(request, address)
    if page is None or not Reader(request.user).may_read(page):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{page.url}?{query}" if query else page.url)
