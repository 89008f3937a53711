"""An address to the view that shows the page there; without one it does not exist for readers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from ..models import ConceptIndexPage, ConceptPage, HomePage, ServiceGroupPage
from ..queries.addresses import page_at
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
    """Return what a reader gets at an address.

    Raises:
        Http404: there is no live page, or readers get nothing for pages of its kind.
    """
    page = page_at(request, address)
    view = VIEWS.get(type(page)) if page else None
    if view is None:
        raise Http404
    return view(request, page)
