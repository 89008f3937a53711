"""A page of Wagtail's tree to the view that shows it; without one it does not exist for readers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from ..models import ConceptIndexPage, ConceptPage, HomePage, ServiceGroupPage
from .concept import concept
from .doors import View
from .landing import landing
from .tree import branch, tree

VIEWS: dict[type[Page], View] = {
    HomePage: landing,
    ConceptIndexPage: tree,
    ServiceGroupPage: branch,
    ConceptPage: concept,
}


def serve(page: Page, request: HttpRequest) -> HttpResponse:
    """Return what a reader gets for a page.

    Raises:
        Http404: readers get nothing for pages of this kind, such as templates.
    """
    view = VIEWS.get(type(page))
    if view is None:
        raise Http404
    return view(request, page)
